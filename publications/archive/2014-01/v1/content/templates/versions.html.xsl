<?xml version="1.0" encoding="UTF-8"?>
<!-- What was changed: all releases with the number of their versions, or the versions of one release with what was
     changed, when and why. Both stand around the editions. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The way from the page to the style sheet. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:all | s:changed | s:changed/* | s:versions-page/s:version | s:versions-page/s:version/*"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:versions-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'versions.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <p><xsl:call-template name="text"><xsl:with-param name="id" select="'versions.explained'"/></xsl:call-template></p>
          <xsl:if test="s:changed">
            <div class="scroll" role="region" tabindex="0" aria-labelledby="editions"><table class="versions">
              <caption id="editions"><xsl:call-template name="text"><xsl:with-param name="id" select="'versions.caption.editions'"/></xsl:call-template></caption>
              <thead>
                <tr>
                  <xsl:call-template name="column"><xsl:with-param name="text" select="'versions.column.release'"/></xsl:call-template>
                  <xsl:call-template name="column"><xsl:with-param name="text" select="'versions.column.count'"/></xsl:call-template>
                  <xsl:call-template name="column"><xsl:with-param name="text" select="'versions.column.changed'"/></xsl:call-template>
                </tr>
              </thead>
              <tbody><xsl:apply-templates select="s:changed"/></tbody>
            </table></div>
          </xsl:if>
          <xsl:if test="s:version">
            <div class="scroll" role="region" tabindex="0" aria-labelledby="versions"><table class="versions">
              <caption id="versions"><xsl:call-template name="text"><xsl:with-param name="id" select="'versions.caption.versions'"/></xsl:call-template></caption>
              <thead>
                <tr>
                  <xsl:call-template name="column"><xsl:with-param name="text" select="'versions.column.version'"/></xsl:call-template>
                  <xsl:call-template name="column"><xsl:with-param name="text" select="'versions.column.date'"/></xsl:call-template>
                  <xsl:call-template name="column"><xsl:with-param name="text" select="'versions.column.note'"/></xsl:call-template>
                </tr>
              </thead>
              <tbody><xsl:apply-templates select="s:version"/></tbody>
            </table></div>
          </xsl:if>
          <xsl:if test="not(s:changed | s:version)"><p><xsl:call-template name="text"><xsl:with-param name="id" select="'versions.none'"/></xsl:call-template></p></xsl:if>
          <xsl:if test="s:all"><p><a href="{s:all/@href}"><xsl:call-template name="text"><xsl:with-param name="id" select="'versions.all'"/></xsl:call-template></a></p></xsl:if>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:changed">
    <tr id="edition-{@edition}">
      <th scope="row"><a href="{@href}"><xsl:value-of select="s:name"/></a></th>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'versions.column.count'"/></xsl:call-template></xsl:attribute>
        <xsl:value-of select="s:count"/>
      </td>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'versions.column.changed'"/></xsl:call-template></xsl:attribute>
        <time datetime="{s:date/@value}"><xsl:value-of select="s:date"/></time>
      </td>
    </tr>
  </xsl:template>

  <xsl:template match="s:versions-page/s:version">
    <tr id="version-{@number}">
      <th scope="row"><a href="{@href}"><xsl:value-of select="s:name"/></a></th>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'versions.column.date'"/></xsl:call-template></xsl:attribute>
        <time datetime="{s:date/@value}"><xsl:value-of select="s:date"/></time>
      </td>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'versions.column.note'"/></xsl:call-template></xsl:attribute>
        <xsl:value-of select="s:note"/>
        <xsl:if test="s:effect"><xsl:text> </xsl:text><xsl:value-of select="s:effect"/></xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
