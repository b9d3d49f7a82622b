<?xml version="1.0" encoding="UTF-8"?>
<!-- What a web server shows where there is no page. It stands at any depth: its links begin at the host. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The file name of the style sheet in assets/. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:not-found-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'not-found.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <p><xsl:call-template name="text"><xsl:with-param name="id" select="'not-found.explained'"/></xsl:call-template></p>
          <p><xsl:call-template name="text"><xsl:with-param name="id" select="'not-found.stays'"/></xsl:call-template></p>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'ways'"/><xsl:with-param name="text" select="'not-found.ways'"/></xsl:call-template>
            <ul>
              <xsl:if test="s:home"><li><a href="{@root}latest/"><xsl:call-template name="text"><xsl:with-param name="id" select="'not-found.latest'"/></xsl:call-template></a></li></xsl:if>
              <li><a href="{@root}calendar/"><xsl:call-template name="text"><xsl:with-param name="id" select="'not-found.calendar'"/></xsl:call-template></a></li>
              <li><a href="{@root}organisations/"><xsl:call-template name="text"><xsl:with-param name="id" select="'not-found.organisations'"/></xsl:call-template></a></li>
            </ul>
          </section>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
