<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of the publication log: its files, what is signed, a proof for each publication, and how to check them.
     It stands around the editions and is made anew with every line of the log. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>

  <!-- The way from the page to the style sheet. -->
  <xsl:param name="style"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:home | s:lines | s:signed | s:signed/* | s:logged | s:logged/* | s:unlisted"/>

  <!-- The area stands in each bulletin. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:log-page">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="'../assets/'"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home"><xsl:value-of select="s:home/@href"/></xsl:with-param>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.home'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:value-of select="s:series/s:label"/></p>
          <h1><xsl:value-of select="s:title"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <p><xsl:call-template name="text"><xsl:with-param name="id" select="'log.explained'"/></xsl:call-template></p>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'files'"/><xsl:with-param name="text" select="'log.files'"/></xsl:call-template>
            <ul>
              <li><a href="log.jsonl"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.file.log'"/></xsl:call-template></a> (<xsl:value-of select="s:lines"/>)</li>
              <xsl:if test="s:signed">
                <li><a href="checkpoint"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.file.checkpoint'"/></xsl:call-template></a></li>
                <li><a href="key"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.file.key'"/></xsl:call-template></a></li>
              </xsl:if>
            </ul>
          </section>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'signed'"/><xsl:with-param name="text" select="'log.signed'"/></xsl:call-template>
            <xsl:choose>
              <xsl:when test="s:signed"><xsl:apply-templates select="s:signed"/></xsl:when>
              <xsl:otherwise><p><xsl:call-template name="text"><xsl:with-param name="id" select="'log.not-signed'"/></xsl:call-template></p></xsl:otherwise>
            </xsl:choose>
          </section>
          <xsl:if test="s:logged">
            <section>
              <xsl:call-template name="heading"><xsl:with-param name="id" select="'publications'"/><xsl:with-param name="text" select="'log.publications'"/></xsl:call-template>
              <div class="scroll" role="region" tabindex="0" aria-labelledby="publications">
                <table class="small">
                  <caption id="publications"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.caption.publications'"/></xsl:call-template></caption>
                  <thead>
                    <tr>
                      <xsl:call-template name="column"><xsl:with-param name="text" select="'log.column.edition'"/></xsl:call-template>
                      <xsl:call-template name="column"><xsl:with-param name="text" select="'log.column.event'"/></xsl:call-template>
                      <xsl:call-template name="column"><xsl:with-param name="text" select="'log.column.line'"/></xsl:call-template>
                      <xsl:call-template name="column"><xsl:with-param name="text" select="'log.column.proof'"/></xsl:call-template>
                    </tr>
                  </thead>
                  <tbody><xsl:apply-templates select="s:logged"/></tbody>
                </table>
              </div>
            </section>
          </xsl:if>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'check'"/><xsl:with-param name="text" select="'log.check'"/></xsl:call-template>
            <p><xsl:call-template name="text"><xsl:with-param name="id" select="'log.check.keep'"/></xsl:call-template></p>
            <p><code><xsl:call-template name="text"><xsl:with-param name="id" select="'log.check.command'"/></xsl:call-template></code></p>
            <p><xsl:call-template name="text"><xsl:with-param name="id" select="'log.check.others'"/></xsl:call-template></p>
          </section>
          <xsl:if test="s:unlisted">
            <section>
              <xsl:call-template name="heading"><xsl:with-param name="id" select="'others'"/><xsl:with-param name="text" select="'log.others'"/></xsl:call-template>
              <p><xsl:call-template name="text"><xsl:with-param name="id" select="'log.others.explained'"/></xsl:call-template></p>
              <ul><xsl:for-each select="s:unlisted"><li><a href="../{@path}"><xsl:value-of select="@path"/></a></li></xsl:for-each></ul>
            </section>
          </xsl:if>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="'../'"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:signed">
    <div class="scroll" role="region" tabindex="0" aria-labelledby="newest">
      <table class="small">
        <caption id="newest"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.caption.signed'"/></xsl:call-template></caption>
        <thead>
          <tr>
            <xsl:call-template name="column"><xsl:with-param name="text" select="'log.column.name'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="text" select="'log.column.value'"/></xsl:call-template>
          </tr>
        </thead>
        <tbody>
          <tr><th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.origin'"/></xsl:call-template></th><td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'log.column.value'"/></xsl:call-template></xsl:attribute><code><xsl:value-of select="s:origin"/></code></td></tr>
          <tr><th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.size'"/></xsl:call-template></th><td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'log.column.value'"/></xsl:call-template></xsl:attribute><xsl:value-of select="s:size"/></td></tr>
          <tr><th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.root'"/></xsl:call-template></th><td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'log.column.value'"/></xsl:call-template></xsl:attribute><code><xsl:value-of select="s:root"/></code></td></tr>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="s:logged">
    <tr>
      <th scope="row"><a href="../{@edition}/"><xsl:value-of select="s:name"/></a></th>
      <td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'log.column.event'"/></xsl:call-template></xsl:attribute><xsl:call-template name="text"><xsl:with-param name="id" select="concat('log.event.', @event)"/></xsl:call-template></td>
      <td><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'log.column.line'"/></xsl:call-template></xsl:attribute><xsl:value-of select="@line"/></td>
      <td class="words">
        <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'log.column.proof'"/></xsl:call-template></xsl:attribute>
        <xsl:choose>
          <xsl:when test="@proof"><a href="{@proof}"><xsl:call-template name="text"><xsl:with-param name="id" select="'log.proof'"/></xsl:call-template><span class="visually-hidden"><xsl:text> </xsl:text><xsl:value-of select="s:name"/><xsl:text> </xsl:text><xsl:value-of select="@version"/></span></a></xsl:when>
          <xsl:otherwise><xsl:call-template name="text"><xsl:with-param name="id" select="'log.proof.none'"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
