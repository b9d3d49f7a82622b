<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands in place of a spreadsheet that was withdrawn: that it was, when and why. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" exclude-result-prefixes="s">
  <xsl:include href="parts/opendocument.xsl"/>

  <xsl:template match="/s:withdrawn">
    <xsl:choose>
      <xsl:when test="$part = 'content.xml'">
        <office:document-content office:version="1.2">
          <office:automatic-styles>
            <style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="12cm"/></style:style>
            <style:style style:name="words" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/></style:style>
          </office:automatic-styles>
          <office:body>
            <office:spreadsheet>
              <table:table table:name="{key('string', 'withdrawn.when')}">
                <table:table-column table:style-name="wide"/>
                <xsl:for-each select="s:title | s:statement/s:paragraph"><xsl:call-template name="line"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:for-each>
              </table:table>
            </office:spreadsheet>
          </office:body>
        </office:document-content>
      </xsl:when>
      <xsl:when test="$part = 'meta.xml'"><xsl:call-template name="meta"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="styles"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
