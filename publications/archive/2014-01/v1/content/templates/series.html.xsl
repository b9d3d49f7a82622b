<?xml version="1.0" encoding="UTF-8"?>
<!-- The front page of the series: what is out, what comes next and when, whom to ask. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The file name of the style sheet in assets/. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:latest | s:next | s:releases | s:latest/* | s:next/* | s:release | s:missing"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:series-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header"/>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:apply-templates select="s:latest"/>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'next'"/><xsl:with-param name="text" select="'series.next'"/></xsl:call-template>
            <xsl:apply-templates select="s:next"/>
            <xsl:if test="not(s:next)"><p><xsl:call-template name="text"><xsl:with-param name="id" select="'series.none'"/></xsl:call-template></p></xsl:if>
            <p><a href="calendar/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.dates'"/></xsl:call-template></a></p>
          </section>
          <xsl:if test="s:releases">
            <section>
              <xsl:call-template name="heading"><xsl:with-param name="id" select="'releases'"/><xsl:with-param name="text" select="'series.releases'"/></xsl:call-template>
              <ul class="releases"><xsl:apply-templates select="s:releases/*"/></ul>
            </section>
          </xsl:if>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'follow'"/><xsl:with-param name="text" select="'series.follow'"/></xsl:call-template>
            <ul>
              <li><a href="feed.atom"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.feed'"/></xsl:call-template></a></li>
              <li><a href="calendar.ics"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.ics'"/></xsl:call-template></a></li>
            </ul>
          </section>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'more'"/><xsl:with-param name="text" select="'series.more'"/></xsl:call-template>
            <ul>
              <li><a href="organisations/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.organisations'"/></xsl:call-template></a></li>
              <li><a href="history/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.history'"/></xsl:call-template></a></li>
              <li><a href="log/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.log'"/></xsl:call-template></a></li>
              <li><a href="pre-release/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.pre-release'"/></xsl:call-template></a></li>
              <li><a href="about/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.about'"/></xsl:call-template></a></li>
            </ul>
          </section>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:latest">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'latest'"/><xsl:with-param name="text" select="'series.latest'"/></xsl:call-template>
      <p class="latest"><a href="{@href}"><xsl:value-of select="../s:title"/>: <xsl:value-of select="s:name"/></a></p>
      <p><xsl:call-template name="text"><xsl:with-param name="id" select="'page.published'"/></xsl:call-template>: <time datetime="{@day}"><xsl:value-of select="s:date"/></time><xsl:apply-templates select="s:corrected | s:withdrawn"/></p>
      <xsl:if test="s:translated"><p><xsl:apply-templates select="s:translated" mode="own"/></p></xsl:if>
      <p><a href="latest/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.always'"/></xsl:call-template></a></p>
    </section>
  </xsl:template>

  <xsl:template match="s:next">
    <p class="next"><xsl:value-of select="s:name"/>: <time datetime="{s:date/@value}"><xsl:value-of select="s:date"/></time> (<xsl:call-template name="text"><xsl:with-param name="id" select="concat('series.state.', @state)"/></xsl:call-template>)</p>
  </xsl:template>

  <xsl:template match="s:release">
    <li><a href="{@href}"><xsl:value-of select="s:name"/></a>, <time datetime="{@day}"><xsl:value-of select="s:date"/></time><xsl:apply-templates select="s:corrected | s:withdrawn | s:translated"/></li>
  </xsl:template>
  <xsl:template match="s:corrected">
    <xsl:text>, </xsl:text>
    <a href="history/{../@edition}/"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.corrected'"/></xsl:call-template><xsl:text> </xsl:text><time datetime="{@day}"><xsl:value-of select="."/></time></a>
  </xsl:template>
  <xsl:template match="s:withdrawn">
    <xsl:text>, </xsl:text>
    <strong class="withdrawn"><xsl:call-template name="text"><xsl:with-param name="id" select="'series.withdrawn'"/></xsl:call-template><xsl:text> </xsl:text><time datetime="{@day}"><xsl:value-of select="."/></time></strong>
  </xsl:template>
  <!-- The same release in another language, by its own name. -->
  <xsl:template match="s:translated">
    <xsl:text>, </xsl:text>
    <xsl:apply-templates select="." mode="own"/>
  </xsl:template>
  <xsl:template match="s:translated" mode="own">
    <a href="{@href}" hreflang="{@language}" lang="{@language}"><xsl:value-of select="."/></a>
  </xsl:template>
  <xsl:template match="s:missing">
    <li class="missing"><xsl:value-of select="s:name"/>: <xsl:call-template name="text"><xsl:with-param name="id" select="'series.not-held'"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="s:reason"/></li>
  </xsl:template>
</xsl:stylesheet>
