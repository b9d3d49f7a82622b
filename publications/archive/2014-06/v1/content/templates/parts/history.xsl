<?xml version="1.0" encoding="UTF-8"?>
<!-- The update history of a page that has versions. The page that includes this has the parameter
     `root`, the way to the root of the site. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- The way to the newest version of the page, from the address of one version. -->
  <xsl:param name="current"/>

  <!-- At the top of a page under the address of its version, the way to the newest one; and of a page that has more
       than one version: which this is, since when, and what was corrected; where that is long, that it stands below. -->
  <xsl:template name="newest-version">
    <xsl:if test="$current != ''">
      <div class="notice"><p><xsl:call-template name="text"><xsl:with-param name="id" select="'page.permanent'"/></xsl:call-template><xsl:text> </xsl:text><a href="{$current}"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.newest'"/></xsl:call-template></a></p></div>
    </xsl:if>
    <xsl:variable name="update" select="s:history/s:update[1]"/>
    <xsl:if test="count(s:history/s:update) &gt; 1">
      <div class="notice"><p><a href="#section-history"><xsl:choose><xsl:when test="$update/s:version"><xsl:apply-templates select="$update/s:version" mode="said"/></xsl:when><xsl:otherwise><xsl:call-template name="text"><xsl:with-param name="id" select="'page.history'"/></xsl:call-template></xsl:otherwise></xsl:choose>, <xsl:value-of select="$update/s:date"/></a><xsl:text>: </xsl:text><xsl:choose><xsl:when test="string-length($update/s:note) &lt; 300"><xsl:apply-templates select="$update/s:note" mode="said"/></xsl:when><xsl:otherwise><xsl:call-template name="text"><xsl:with-param name="id" select="'page.changed'"/></xsl:call-template></xsl:otherwise></xsl:choose></p></div>
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
