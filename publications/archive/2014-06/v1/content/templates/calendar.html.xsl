<?xml version="1.0" encoding="UTF-8"?>
<!-- The release calendar: what is announced, what is out, what was cancelled and why. It stands around the
     editions and is made anew with every announcement. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The way from the page to the style sheet. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:asAt | s:coming | s:published | s:cancelled | s:announced | s:announced/* | s:event/*"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:calendar-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="'../assets/'"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <p><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.explained'"/></xsl:call-template></p>
          <p><a href="../calendar.ics"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.ics'"/></xsl:call-template></a>,
            <a href="../feed.atom"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.feed'"/></xsl:call-template></a>,
            <a href="../history/"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.versions'"/></xsl:call-template></a>,
            <a href="../pre-release/"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.pre-release'"/></xsl:call-template></a>,
            <a href="../log/"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.log'"/></xsl:call-template></a></p>
          <xsl:apply-templates select="s:coming"/>
          <xsl:apply-templates select="s:published"/>
          <xsl:apply-templates select="s:cancelled"/>
          <p class="notes"><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.as-at'"/></xsl:call-template><xsl:text> </xsl:text><time datetime="{s:asAt/@instant}"><xsl:value-of select="s:asAt"/></time></p>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="'../'"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:coming">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'coming'"/><xsl:with-param name="text" select="'calendar.coming'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="s:announced"><xsl:call-template name="releases"><xsl:with-param name="caption" select="'calendar.caption.coming'"/></xsl:call-template></xsl:when>
        <xsl:otherwise><p><xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.none'"/></xsl:call-template></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>
  <xsl:template match="s:published">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'published'"/><xsl:with-param name="text" select="'calendar.published'"/></xsl:call-template>
      <xsl:call-template name="releases"><xsl:with-param name="caption" select="'calendar.caption.published'"/></xsl:call-template>
    </section>
  </xsl:template>
  <xsl:template match="s:cancelled">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'cancelled'"/><xsl:with-param name="text" select="'calendar.cancelled'"/></xsl:call-template>
      <xsl:call-template name="releases"><xsl:with-param name="caption" select="'calendar.caption.cancelled'"/></xsl:call-template>
    </section>
  </xsl:template>

  <!-- A table of releases, a row each. -->
  <xsl:template name="releases">
    <xsl:param name="caption"/>
    <div class="scroll" role="region" tabindex="0" aria-labelledby="{$caption}">
      <table class="calendar">
        <caption id="{$caption}"><xsl:call-template name="text"><xsl:with-param name="id" select="$caption"/></xsl:call-template></caption>
        <thead>
          <tr>
            <xsl:call-template name="column"><xsl:with-param name="text" select="'calendar.column.release'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="text" select="'calendar.column.date'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="text" select="'calendar.column.state'"/></xsl:call-template>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="s:announced"/></tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="s:announced">
    <tr id="edition-{@edition}">
      <th scope="row">
        <xsl:choose>
          <xsl:when test="@href"><a href="{@href}"><xsl:value-of select="s:name"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="s:name"/></xsl:otherwise>
        </xsl:choose>
      </th>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'calendar.column.date'"/></xsl:call-template></xsl:attribute>
        <div>
          <xsl:apply-templates select="s:date"/>
          <xsl:if test="s:event"><ul class="changes"><xsl:apply-templates select="s:event"/></ul></xsl:if>
        </div>
      </td>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'calendar.column.state'"/></xsl:call-template></xsl:attribute>
        <span class="state {@state}"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('calendar.state.', @state)"/></xsl:call-template></span>
      </td>
    </tr>
  </xsl:template>

  <xsl:template match="s:announced/s:date"><time datetime="{@value}"><xsl:value-of select="."/></time></xsl:template>

  <!-- What happened to the date or to the release: "Changed on 1 May 2026; before it was 14 May 2026. Why." -->
  <xsl:template match="s:event">
    <li>
      <xsl:call-template name="text"><xsl:with-param name="id" select="concat('calendar.event.', @kind)"/></xsl:call-template>
      <xsl:if test="s:day"><xsl:text> </xsl:text><time datetime="{s:day/@value}"><xsl:value-of select="s:day"/></time></xsl:if>
      <xsl:if test="s:before">; <xsl:call-template name="text"><xsl:with-param name="id" select="'calendar.before'"/></xsl:call-template><xsl:text> </xsl:text><time datetime="{s:before/@value}"><xsl:value-of select="s:before"/></time></xsl:if>
      <xsl:text>: </xsl:text>
      <xsl:value-of select="s:reason"/>
    </li>
  </xsl:template>
</xsl:stylesheet>
