<?xml version="1.0" encoding="UTF-8"?>
<!-- About the series: the pages that stand around the releases, and where everything else is that no release brings,
     for people and for programs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The file name of the style sheet in assets/. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:standing | s:resource"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:about-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'about.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:if test="s:standing">
            <section>
              <xsl:call-template name="heading"><xsl:with-param name="id" select="'standing'"/><xsl:with-param name="text" select="'about.standing'"/></xsl:call-template>
              <ul><xsl:apply-templates select="s:standing"/></ul>
            </section>
          </xsl:if>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'resources'"/><xsl:with-param name="text" select="'about.resources'"/></xsl:call-template>
            <ul><xsl:apply-templates select="s:resource"/></ul>
          </section>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:standing"><li><a href="{@href}"><xsl:value-of select="."/></a></li></xsl:template>

  <xsl:template match="s:resource">
    <li><a href="{@href}"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('about.resource.', @kind)"/></xsl:call-template></a></li>
  </xsl:template>
</xsl:stylesheet>
