<?xml version="1.0" encoding="UTF-8"?>
<!-- What every file of plain text needs: CSV, JSON, the digest. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:key name="string" match="s:string" use="@id"/>

  <!-- A text with each `old` in it replaced by `new`. -->
  <xsl:template name="replaced">
    <xsl:param name="text"/>
    <xsl:param name="old"/>
    <xsl:param name="new"/>
    <xsl:choose>
      <xsl:when test="contains($text, $old)">
        <xsl:value-of select="substring-before($text, $old)"/>
        <xsl:value-of select="$new"/>
        <xsl:call-template name="replaced">
          <xsl:with-param name="text" select="substring-after($text, $old)"/>
          <xsl:with-param name="old" select="$old"/>
          <xsl:with-param name="new" select="$new"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The name of a report's folder. -->
  <xsl:template name="slug">
    <xsl:value-of select="substring-before(substring-after(concat(@href, @path), 'reports/'), '/')"/>
  </xsl:template>

  <!-- Nothing is written but what a template asks for. -->
  <xsl:template match="text()"/>
</xsl:stylesheet>
