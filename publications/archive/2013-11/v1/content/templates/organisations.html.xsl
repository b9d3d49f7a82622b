<?xml version="1.0" encoding="UTF-8"?>
<!-- All organisations of which a report was published, or the reports of one of them over time, with what each says of
     itself. They stand around the editions and are made anew with every release. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The file name of the style sheet in assets/. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:all | s:listed | s:listed/* | s:reported | s:reported/* | s:kept/* | s:withdrawn/*"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:organisations-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat(@root, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:choose>
            <xsl:when test="s:reported">
              <p><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.explained.one'"/></xsl:call-template></p>
              <xsl:apply-templates select="s:reported"/>
            </xsl:when>
            <xsl:when test="s:listed">
              <p><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.explained'"/></xsl:call-template></p>
              <table class="small">
                <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.caption'"/></xsl:call-template></caption>
                <thead>
                  <tr>
                    <xsl:call-template name="column"><xsl:with-param name="text" select="'organisations.column.name'"/></xsl:call-template>
                    <xsl:call-template name="column"><xsl:with-param name="text" select="'organisations.column.count'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                  </tr>
                </thead>
                <tbody><xsl:apply-templates select="s:listed"/></tbody>
              </table>
            </xsl:when>
            <xsl:otherwise><p><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.none'"/></xsl:call-template></p></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="s:all"><p><a href="{s:all/@href}"><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.all'"/></xsl:call-template></a></p></xsl:if>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="@root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:listed">
    <tr>
      <th scope="row"><a href="{@href}"><xsl:value-of select="s:name"/></a></th>
      <td class="number"><xsl:value-of select="s:count"/></td>
    </tr>
  </xsl:template>

  <!-- A report: what it says of itself, or that it was taken back. -->
  <xsl:template match="s:reported">
    <section>
      <h2 id="report-{@edition}-{@slug}"><xsl:value-of select="s:service"/>, <xsl:value-of select="s:name"/></h2>
      <xsl:if test="s:withdrawn">
        <p><strong class="withdrawn"><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.withdrawn'"/></xsl:call-template><xsl:text> </xsl:text><time datetime="{s:withdrawn/@day}"><xsl:value-of select="s:withdrawn/s:date"/></time></strong><xsl:text>: </xsl:text><xsl:value-of select="s:withdrawn/s:reason"/></p>
      </xsl:if>
      <xsl:for-each select="s:outcome"><p><xsl:value-of select="."/></p></xsl:for-each>
      <dl class="facts">
        <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.published'"/></xsl:call-template></dt><dd><time datetime="{s:date/@value}"><xsl:value-of select="s:date"/></time></dd></div>
        <div>
          <dt><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.formats'"/></xsl:call-template></dt>
          <dd><a href="{@href}"><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.report'"/></xsl:call-template><span class="visually-hidden"><xsl:text>: </xsl:text><xsl:value-of select="s:service"/>, <xsl:value-of select="s:name"/></span></a>, <a href="{@href}report.xml"><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.xml'"/></xsl:call-template><span class="visually-hidden"><xsl:text>: </xsl:text><xsl:value-of select="s:service"/>, <xsl:value-of select="s:name"/></span></a></dd>
        </div>
        <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.bulletin'"/></xsl:call-template></dt><dd><a href="{@bulletin}"><xsl:value-of select="s:name"/></a></dd></div>
        <div>
          <dt><xsl:call-template name="text"><xsl:with-param name="id" select="'organisations.versions'"/></xsl:call-template></dt>
          <dd>
            <ul class="plain">
              <xsl:for-each select="s:kept">
                <li><a href="{@href}"><xsl:value-of select="s:name"/><span class="visually-hidden"><xsl:text>: </xsl:text><xsl:value-of select="../s:service"/>, <xsl:value-of select="../s:name"/></span></a>, <time datetime="{s:date/@value}"><xsl:value-of select="s:date"/></time></li>
              </xsl:for-each>
            </ul>
          </dd>
        </div>
      </dl>
    </section>
  </xsl:template>
</xsl:stylesheet>
