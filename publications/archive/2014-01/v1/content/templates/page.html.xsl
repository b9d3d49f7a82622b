<?xml version="1.0" encoding="UTF-8"?>
<!-- A page that stands around the editions: one that people wrote in pages/, a standard one, or the glossary. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The file name of the style sheet in assets/. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:all | s:content | s:content/*"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:standing-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'standing.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:apply-templates select="s:content/*"/>
          <!-- The terms stand under the title of the page: they need no heading of their own. -->
          <xsl:if test="s:glossary">
            <dl class="glossary">
              <xsl:for-each select="s:glossary/s:explained">
                <dt id="term-{@term}"><dfn><xsl:value-of select="s:name"/></dfn></dt><dd><xsl:value-of select="s:meaning"/></dd>
              </xsl:for-each>
            </dl>
          </xsl:if>
          <p><a href="{s:all/@href}"><xsl:call-template name="text"><xsl:with-param name="id" select="'standing.all'"/></xsl:call-template></a></p>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <!-- The headings of a page stand as they were written: the title is the one of level 1. -->
  <xsl:template match="s:content/s:heading[@level = '2']" priority="2"><h2><xsl:apply-templates/></h2></xsl:template>
  <xsl:template match="s:content/s:heading[@level = '3']" priority="2"><h3><xsl:apply-templates/></h3></xsl:template>
</xsl:stylesheet>
