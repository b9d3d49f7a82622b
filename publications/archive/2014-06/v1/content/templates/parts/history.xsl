<?xml version="1.0" encoding="UTF-8"?>
<!-- The update history of a page that has versions. The page that includes this has the parameter
     `root`, the way to the root of the site. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- Among the facts at the top of a page that has more than one version: which this is, since when, and the
       way to what was corrected. -->
  <xsl:template name="newest-version">
    <xsl:param name="history"/>
    <xsl:if test="count($history/s:update) &gt; 1">
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.history'"/></xsl:call-template></dt><dd><a href="#section-history"><xsl:if test="$history/s:update[1]/s:version"><xsl:apply-templates select="$history/s:update[1]/s:version" mode="said"/><xsl:text>, </xsl:text></xsl:if><xsl:value-of select="$history/s:update[1]/s:date"/></a></dd></div>
    </xsl:if>
  </xsl:template>

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
                <xsl:when test="@path"><a href="{$root}{@path}"><xsl:apply-templates select="s:version" mode="said"/></a><xsl:text>: </xsl:text></xsl:when>
                <xsl:when test="s:version"><xsl:apply-templates select="s:version" mode="said"/><xsl:text>: </xsl:text></xsl:when>
              </xsl:choose>
              <xsl:apply-templates select="s:note" mode="said"/>
            </dd>
          </div>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>
</xsl:stylesheet>
