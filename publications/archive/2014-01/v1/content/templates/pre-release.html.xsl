<?xml version="1.0" encoding="UTF-8"?>
<!-- Pre-release access: the arrangements (SI 2008/2998, Schedule, paragraph 9(c)), and the releases of a year with
     the posts that had access to each (paragraph 9(a)). Both stand around the editions. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The way from the page to the style sheet. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:arrangements | s:arrangements/s:paragraph | s:year | s:accessed | s:accessed/* | s:recipient/*"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:pre-release-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'pre-release.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:apply-templates select="s:arrangements/s:paragraph"/>
          <xsl:if test="s:year">
            <section>
              <xsl:call-template name="heading"><xsl:with-param name="id" select="'years'"/><xsl:with-param name="text" select="'pre-release.years'"/></xsl:call-template>
              <ul><xsl:for-each select="s:year"><li><a href="{@href}"><xsl:value-of select="."/></a></li></xsl:for-each></ul>
            </section>
          </xsl:if>
          <xsl:apply-templates select="s:accessed"/>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <!-- A release that was seen before its publication. -->
  <xsl:template match="s:accessed">
    <section>
      <h2 id="edition-{@edition}"><a href="{@href}"><xsl:value-of select="s:name"/></a></h2>
      <p><xsl:call-template name="text"><xsl:with-param name="id" select="'pre-release.published'"/></xsl:call-template><xsl:text> </xsl:text><time datetime="{s:date/@value}"><xsl:value-of select="s:date"/></time>. <xsl:value-of select="s:hours"/></p>
      <table class="small">
        <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'pre-release.caption'"/></xsl:call-template></caption>
        <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'pre-release.column.role'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'pre-release.column.organisation'"/></xsl:call-template></tr></thead>
        <tbody>
          <xsl:for-each select="s:recipient"><tr><th scope="row"><xsl:value-of select="s:role"/></th><td><xsl:value-of select="s:organisation"/></td></tr></xsl:for-each>
        </tbody>
      </table>
      <xsl:for-each select="s:recipient/s:exceptional"><p><xsl:value-of select="."/></p></xsl:for-each>
    </section>
  </xsl:template>
</xsl:stylesheet>
