<?xml version="1.0" encoding="UTF-8"?>
<!-- The update history of a page that has versions. The page that includes this has the parameter
     `root`, the way to the root of the site. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- What was corrected and when, the newest first. -->
  <xsl:template match="s:history">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'history'"/><xsl:with-param name="text" select="'page.history'"/></xsl:call-template>
      <dl class="history">
        <xsl:for-each select="s:update">
          <div>
            <dt><time datetime="{@day}"><xsl:value-of select="s:date"/></time></dt>
            <dd>
              <xsl:choose>
                <xsl:when test="@path"><a href="{$root}{@path}"><xsl:value-of select="s:version"/></a><xsl:text>: </xsl:text></xsl:when>
                <xsl:when test="s:version"><xsl:value-of select="s:version"/><xsl:text>: </xsl:text></xsl:when>
              </xsl:choose>
              <xsl:value-of select="s:note"/>
            </dd>
          </div>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>
</xsl:stylesheet>
