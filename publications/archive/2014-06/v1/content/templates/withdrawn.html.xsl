<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands at the address of a page that was withdrawn: that it was, when and why. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>
  <xsl:include href="parts/translation.xsl"/>

  <!-- The file name of the style sheet, and the way from this page to the root of the site. -->
  <xsl:param name="style"/>
  <xsl:param name="root"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:withdrawn/s:published | s:published/* | s:statement | s:statement/*"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:withdrawn">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat($root, @edition, '/assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home" select="$root"/>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'withdrawn.all-releases'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:apply-templates select="s:series/s:label" mode="said"/></p>
          <h1><xsl:apply-templates select="s:title" mode="said"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:call-template name="untranslated"/>
          <dl class="facts">
            <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.published'"/></xsl:call-template></dt><dd><time datetime="{s:published/@instant}"><xsl:value-of select="s:published/s:date"/>, <xsl:value-of select="s:published/s:time"/></time></dd></div>
            <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'withdrawn.when'"/></xsl:call-template></dt><dd><time datetime="{s:statement/@day}"><xsl:value-of select="s:statement/s:date"/></time></dd></div>
          </dl>
          <xsl:apply-templates select="s:statement/s:paragraph"/>
          <xsl:if test="s:statement/s:earlier"><p><a href="{$root}{s:statement/s:earlier/@path}"><xsl:apply-templates select="s:statement/s:earlier" mode="said"/></a></p></xsl:if>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="$root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
