<?xml version="1.0" encoding="UTF-8"?>
<!-- The monthly bulletin as a web page. Each section has a template of its own below: to change a
     table, look for its heading's id in text.en.xml and for that id here. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>
  <xsl:include href="parts/charts.xsl"/>
  <xsl:include href="parts/history.xsl"/>
  <xsl:include href="parts/data.xsl"/>
  <xsl:include href="parts/translation.xsl"/>

  <!-- The file name of the style sheet, and the way from this page to the root of the site. -->
  <xsl:param name="style"/>
  <xsl:param name="root"/>
  <!-- The name of the PDF of this page, beside it; empty where there is none. -->
  <xsl:param name="pdf"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:bulletin/s:published | s:bulletin/s:period | s:introduction | s:findings | s:commentary
    | s:requests | s:control | s:reports | s:bulletin/s:chart | s:reading | s:limits | s:preRelease | s:history
    | s:published/* | s:introduction/s:paragraph | s:findings/s:paragraph | s:commentary/*
    | s:requests/s:total | s:state | s:reason | s:requests/s:note | s:control/s:total | s:control/s:source
    | s:reports/s:note | s:entry | s:empty | s:chart/* | s:reading/s:paragraph | s:limits/s:paragraph
    | s:preRelease/s:paragraph | s:recipient | s:update
    | s:months | s:month | s:months/s:chart | s:parts | s:part | s:bulletin-part/s:published | s:bulletin-part/s:chart"/>

  <xsl:template match="/s:bulletin">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat($out, 'assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home" select="$root"/>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.all-releases'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:apply-templates select="s:series/s:label" mode="said"/></p>
          <h1><xsl:apply-templates select="s:title" mode="said"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:call-template name="newest-version"/>
          <xsl:call-template name="untranslated"/>
          <xsl:call-template name="facts"/>
          <xsl:call-template name="contents"/>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'introduction'"/><xsl:with-param name="text" select="'bulletin.introduction'"/></xsl:call-template><xsl:apply-templates select="s:introduction/s:paragraph"/></section>
          <section class="findings"><xsl:call-template name="heading"><xsl:with-param name="id" select="'findings'"/><xsl:with-param name="text" select="'bulletin.findings'"/></xsl:call-template><xsl:apply-templates select="s:findings/s:paragraph"/></section>
          <xsl:if test="s:commentary">
            <section class="commentary"><xsl:call-template name="heading"><xsl:with-param name="id" select="'commentary'"/><xsl:with-param name="text" select="'bulletin.commentary'"/></xsl:call-template><xsl:apply-templates select="s:commentary"/></section>
          </xsl:if>
          <xsl:apply-templates select="s:requests | s:control | s:months"/>
          <xsl:apply-templates select="s:reports[@scope = 'month']"/>
          <xsl:apply-templates select="s:reports[@scope = 'to-date']"/>
          <xsl:if test="s:chart">
            <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'chart'"/><xsl:with-param name="text" select="'bulletin.chart'"/></xsl:call-template><xsl:apply-templates select="s:chart"/></section>
          </xsl:if>
          <xsl:apply-templates select="s:parts"/>
          <xsl:call-template name="data"/>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'reading'"/><xsl:with-param name="text" select="'bulletin.reading'"/></xsl:call-template><xsl:apply-templates select="s:reading/s:paragraph"/></section>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'limits'"/><xsl:with-param name="text" select="'bulletin.limits'"/></xsl:call-template><xsl:apply-templates select="s:limits/s:paragraph"/></section>
          <xsl:apply-templates select="s:shorthand"/>
          <xsl:apply-templates select="s:glossary"/>
          <xsl:apply-templates select="s:preRelease"/>
          <xsl:apply-templates select="s:contacts"/>
          <xsl:apply-templates select="s:history"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="$root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <!-- A further page of a bulletin of very many reports: its lists, and what a reader needs with them. -->
  <xsl:template match="/s:bulletin-part">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat($out, '../assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home" select="'../'"/>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.opening'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label"><xsl:apply-templates select="s:series/s:label" mode="said"/></p>
          <h1><xsl:apply-templates select="s:title" mode="said"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:call-template name="newest-version"/>
          <xsl:call-template name="untranslated"/>
          <dl class="facts">
            <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.published'"/></xsl:call-template></dt><dd><time datetime="{s:published/@instant}"><xsl:value-of select="s:published/s:date"/>, <xsl:value-of select="s:published/s:time"/></time></dd></div>
            <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.formats'"/></xsl:call-template></dt><dd><a href="bulletin.xml">XML</a><xsl:if test="$pdf">, <a href="{$pdf}">PDF</a></xsl:if></dd></div>
          </dl>
          <xsl:apply-templates select="s:reports"/>
          <xsl:if test="s:chart">
            <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'chart'"/><xsl:with-param name="text" select="'bulletin.chart'"/></xsl:call-template><xsl:apply-templates select="s:chart"/></section>
          </xsl:if>
          <xsl:call-template name="data"/>
          <xsl:apply-templates select="s:shorthand"/>
          <xsl:apply-templates select="s:contacts"/>
        </main>
        <xsl:call-template name="footer"><xsl:with-param name="root" select="$root"/></xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <!-- Where the further pages are. -->
  <xsl:template match="s:parts">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'parts'"/><xsl:with-param name="text" select="'bulletin.parts'"/></xsl:call-template>
      <ul><xsl:for-each select="s:part"><li><a href="{@href}"><xsl:apply-templates select="s:label" mode="said"/></a></li></xsl:for-each></ul>
    </section>
  </xsl:template>

  <!-- Title block: when, which period, which area, and the same as XML. -->
  <xsl:template name="facts">
    <dl class="facts">
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.published'"/></xsl:call-template></dt><dd><time datetime="{s:published/@instant}"><xsl:value-of select="s:published/s:date"/>, <xsl:value-of select="s:published/s:time"/></time></dd></div>
      <xsl:if test="count(s:history/s:update) &gt; 1"><div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.updated'"/></xsl:call-template></dt><dd><time datetime="{s:history/s:update[1]/@day}"><xsl:value-of select="s:history/s:update[1]/s:date"/></time></dd></div></xsl:if>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.period'"/></xsl:call-template></dt><dd><xsl:value-of select="s:period"/></dd></div>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.coverage'"/></xsl:call-template></dt><dd><xsl:apply-templates select="s:series/s:coverage" mode="said"/></dd></div>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.formats'"/></xsl:call-template></dt><dd><a href="bulletin.xml">XML</a><xsl:text> (</xsl:text><a href="{$out}assets/bulletin.xsd"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.schema'"/></xsl:call-template></a><xsl:text>, </xsl:text><a href="{$out}assets/report.xsd"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.schema.reports'"/></xsl:call-template></a><xsl:text>)</xsl:text><xsl:if test="$pdf">, <a href="{$pdf}">PDF</a></xsl:if></dd></div>
    </dl>
  </xsl:template>

  <xsl:template name="contents">
    <nav class="contents" aria-labelledby="contents">
      <h2 id="contents"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.contents'"/></xsl:call-template></h2>
      <ol>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'introduction'"/><xsl:with-param name="text" select="'bulletin.introduction'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'findings'"/><xsl:with-param name="text" select="'bulletin.findings'"/></xsl:call-template>
        <xsl:if test="s:commentary"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'commentary'"/><xsl:with-param name="text" select="'bulletin.commentary'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'requests'"/><xsl:with-param name="text" select="'bulletin.requests'"/></xsl:call-template>
        <xsl:if test="s:control"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'control'"/><xsl:with-param name="text" select="'bulletin.control'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'months'"/><xsl:with-param name="text" select="'bulletin.months'"/></xsl:call-template>
        <xsl:if test="s:reports[@scope = 'month']"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'reports-month'"/><xsl:with-param name="text" select="'bulletin.reports-month'"/></xsl:call-template></xsl:if>
        <xsl:if test="s:reports[@scope = 'to-date']"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'reports-to-date'"/><xsl:with-param name="text" select="'bulletin.reports-to-date'"/></xsl:call-template></xsl:if>
        <xsl:if test="s:chart"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'chart'"/><xsl:with-param name="text" select="'bulletin.chart'"/></xsl:call-template></xsl:if>
        <xsl:if test="s:parts"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'parts'"/><xsl:with-param name="text" select="'bulletin.parts'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'data'"/><xsl:with-param name="text" select="'bulletin.data'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'reading'"/><xsl:with-param name="text" select="'bulletin.reading'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'limits'"/><xsl:with-param name="text" select="'bulletin.limits'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'shorthand'"/><xsl:with-param name="text" select="'page.shorthand'"/></xsl:call-template>
        <xsl:if test="s:glossary"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'glossary'"/><xsl:with-param name="text" select="'page.glossary'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'pre-release'"/><xsl:with-param name="text" select="'bulletin.pre-release'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'contacts'"/><xsl:with-param name="text" select="'page.contacts'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'history'"/><xsl:with-param name="text" select="'page.history'"/></xsl:call-template>
      </ol>
    </nav>
  </xsl:template>

  <!-- The statisticians' own words. -->
  <xsl:template match="s:commentary"><xsl:apply-templates/></xsl:template>
  <xsl:template match="s:commentary[@language]">
    <xsl:call-template name="not-translated"/>
    <div lang="{@language}"><xsl:apply-templates/></div>
  </xsl:template>

  <!-- Requests by state, and those that could not be processed by reason. -->
  <xsl:template match="s:requests">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'requests'"/><xsl:with-param name="text" select="'bulletin.requests'"/></xsl:call-template>
      <xsl:call-template name="revised-note"/>
      <xsl:if test="s:state">
        <table class="small">
          <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.table.requests'"/></xsl:call-template></caption>
          <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.state'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.requests'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template></tr></thead>
          <tbody>
            <xsl:for-each select="s:state"><tr><th scope="row"><xsl:apply-templates select="s:label" mode="said"/></th><td class="number"><xsl:apply-templates select="s:figure"/></td></tr></xsl:for-each>
            <tr class="total"><th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.total'"/></xsl:call-template></th><td class="number"><xsl:apply-templates select="s:total/s:figure"/></td></tr>
          </tbody>
        </table>
      </xsl:if>
      <xsl:if test="not(s:state)"><p><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.total'"/></xsl:call-template>: <xsl:apply-templates select="s:total/s:figure"/></p></xsl:if>
      <xsl:if test="s:reason">
        <table class="small">
          <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.table.reasons'"/></xsl:call-template></caption>
          <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.reason'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.requests'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template></tr></thead>
          <tbody>
            <xsl:for-each select="s:reason"><tr><th scope="row"><xsl:apply-templates select="s:label" mode="said"/></th><td class="number"><xsl:apply-templates select="s:figure"/></td></tr></xsl:for-each>
          </tbody>
        </table>
      </xsl:if>
      <xsl:apply-templates select="s:note/s:paragraph"/>
    </section>
  </xsl:template>

  <!-- The published totals of an edition of which only part is held. -->
  <xsl:template match="s:control">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'control'"/><xsl:with-param name="text" select="'bulletin.control'"/></xsl:call-template>
      <xsl:call-template name="revised-note"/>
      <table class="small">
        <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.table.control'"/></xsl:call-template></caption>
        <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.total'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.published'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template></tr></thead>
        <tbody>
          <xsl:for-each select="s:total"><tr><th scope="row"><xsl:apply-templates select="s:label" mode="said"/></th><td class="number"><xsl:apply-templates select="s:figure"/></td></tr></xsl:for-each>
        </tbody>
      </table>
      <xsl:if test="s:total/s:figure/@note">
        <ul class="notes"><xsl:for-each select="s:total[s:figure/@note]"><li><xsl:apply-templates select="s:label" mode="said"/>: [x] <xsl:choose><xsl:when test="s:figure/@language"><span lang="{s:figure/@language}"><xsl:value-of select="s:figure/@note"/></span></xsl:when><xsl:otherwise><xsl:value-of select="s:figure/@note"/></xsl:otherwise></xsl:choose></li></xsl:for-each></ul>
      </xsl:if>
      <p class="source"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.source'"/></xsl:call-template>: <xsl:apply-templates select="s:source" mode="said"/></p>
    </section>
  </xsl:template>

  <!-- What came in and what came out, month by month. -->
  <xsl:template match="s:months">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'months'"/><xsl:with-param name="text" select="'bulletin.months'"/></xsl:call-template>
      <xsl:apply-templates select="s:chart"/>
      <xsl:call-template name="revised-note"/>
      <table class="small">
        <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.table.months'"/></xsl:call-template></caption>
        <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.month'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.received'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.reports'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template></tr></thead>
        <tbody>
          <xsl:for-each select="s:month"><tr><th scope="row"><xsl:apply-templates select="s:label" mode="said"/></th><td class="number"><xsl:apply-templates select="s:received/s:figure"/></td><td class="number"><xsl:apply-templates select="s:reported/s:figure"/></td></tr></xsl:for-each>
        </tbody>
      </table>
    </section>
  </xsl:template>

  <!-- Reports, in alphabetical order: never sorted by result. -->
  <xsl:template match="s:reports">
    <section>
      <xsl:choose>
        <xsl:when test="@scope = 'month'"><xsl:call-template name="heading"><xsl:with-param name="id" select="'reports-month'"/><xsl:with-param name="text" select="'bulletin.reports-month'"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="heading"><xsl:with-param name="id" select="'reports-to-date'"/><xsl:with-param name="text" select="'bulletin.reports-to-date'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates select="s:note/s:paragraph | s:empty/s:paragraph"/>
      <xsl:if test="s:entry">
        <xsl:call-template name="revised-note"/>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="table-{@scope}">
          <table class="reports">
            <caption id="table-{@scope}"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('bulletin.table.', @scope)"/></xsl:call-template></caption>
            <thead>
              <tr>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.organisation'"/></xsl:call-template>
                <xsl:if test="@scope = 'to-date'"><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.edition'"/></xsl:call-template></xsl:if>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.people'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.treatment'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.control'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.interval'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.result'"/></xsl:call-template>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="s:entry"/></tbody>
          </table>
        </div>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="s:entry">
    <tr>
      <th scope="row">
        <a><xsl:attribute name="href"><xsl:if test="@path"><xsl:value-of select="$root"/></xsl:if><xsl:value-of select="@href | @path"/></xsl:attribute><xsl:value-of select="s:organisation"/></a>
        <span class="service"><xsl:apply-templates select="s:service" mode="said"/></span>
      </th>
      <xsl:if test="../@scope = 'to-date'"><td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'bulletin.column.edition'"/></xsl:call-template></xsl:attribute><xsl:value-of select="s:editionName"/></td></xsl:if>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'bulletin.column.people'"/><xsl:with-param name="content" select="s:people/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'bulletin.column.treatment'"/><xsl:with-param name="content" select="s:treatment/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'bulletin.column.control'"/><xsl:with-param name="content" select="s:control/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'bulletin.column.interval'"/><xsl:with-param name="content" select="s:interval"/></xsl:call-template>
      <td class="result {s:conclusion/@code}"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'bulletin.column.result'"/></xsl:call-template></xsl:attribute><xsl:apply-templates select="s:conclusion" mode="said"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="s:preRelease">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'pre-release'"/><xsl:with-param name="text" select="'bulletin.pre-release'"/></xsl:call-template>
      <xsl:apply-templates select="s:paragraph"/>
      <xsl:if test="s:recipient">
        <table class="small">
          <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.table.pre-release'"/></xsl:call-template></caption>
          <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.role'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'bulletin.column.organisation'"/></xsl:call-template></tr></thead>
          <tbody>
            <xsl:for-each select="s:recipient"><tr><th scope="row"><xsl:apply-templates select="s:role" mode="said"/></th><td><xsl:value-of select="s:organisation"/></td></tr></xsl:for-each>
          </tbody>
        </table>
      </xsl:if>
    </section>
  </xsl:template>
</xsl:stylesheet>
