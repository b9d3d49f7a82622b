<?xml version="1.0" encoding="UTF-8"?>
<!-- A tailored report as a web page: the result first, then how it came about. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">
  <xsl:include href="parts/figures.xsl"/>
  <xsl:include href="parts/page.xsl"/>
  <xsl:include href="parts/charts.xsl"/>
  <xsl:include href="parts/history.xsl"/>
  <xsl:include href="parts/data.xsl"/>
  <xsl:include href="parts/translation.xsl"/>

  <!-- The file name of the style sheet, and the way from this page to the root of the site, which only a
       report with versions has. -->
  <xsl:param name="style"/>
  <xsl:param name="root"/>
  <!-- The name of the PDF of this page, beside it; empty where there is none. -->
  <xsl:param name="pdf"/>

  <!-- Everything that this page prints, down to the parts of its sections: add to it what you add below. -->
  <xsl:template mode="known" match="s:report/s:published | s:report/s:organisation | s:service | s:report/s:label | s:summary | s:say
    | s:introduction | s:attrition | s:outcome | s:report/s:chart | s:matching | s:reading | s:limits | s:footnotes | s:provenance
    | s:published/* | s:service/s:name | s:service/s:description | s:service/s:period | s:started
    | s:summary/s:paragraph | s:can | s:cannot | s:introduction/s:paragraph | s:step | s:attrition/s:chart | s:attrition/s:paragraph
    | s:outcome/s:title | s:definition | s:outcome/s:treatment | s:outcome/s:control | s:outcome/s:difference
    | s:significant | s:conclusion | s:outcome/s:chart | s:chart/* | s:method | s:matching/s:control | s:matching/s:paragraph
    | s:characteristic | s:matching/s:chart
    | s:reading/s:paragraph | s:limits/s:paragraph | s:footnote | s:provenance/s:paragraph | s:sourceLine
    | s:history | s:update"/>

  <!-- The area stands in the bulletin, not in each report. -->
  <xsl:template match="s:series/s:coverage"/>

  <xsl:template match="/s:report">
    <xsl:apply-templates select="* | */*" mode="known"/>
    <html lang="{@language}" xml:lang="{@language}">
      <xsl:call-template name="head"><xsl:with-param name="assets" select="concat($out, '../../assets/')"/></xsl:call-template>
      <body>
        <xsl:call-template name="header">
          <xsl:with-param name="home" select="'../../'"/>
          <xsl:with-param name="homeName"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.bulletin'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <main id="main" class="wrap">
          <p class="label">
            <xsl:choose><xsl:when test="s:label"><xsl:apply-templates select="s:label" mode="said"/></xsl:when><xsl:otherwise><xsl:apply-templates select="s:series/s:label" mode="said"/></xsl:otherwise></xsl:choose>
          </p>
          <h1><xsl:call-template name="text"><xsl:with-param name="id" select="'report.heading'"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="s:organisation"/></h1>
          <xsl:apply-templates select="s:notices"/>
          <xsl:call-template name="newest-version"/>
          <xsl:call-template name="untranslated"/>
          <xsl:apply-templates select="s:service"/>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'summary'"/><xsl:with-param name="text" select="'report.summary'"/></xsl:call-template><xsl:apply-templates select="s:summary/s:paragraph | s:chart"/></section>
          <xsl:apply-templates select="s:say"/>
          <xsl:call-template name="contents"/>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'introduction'"/><xsl:with-param name="text" select="'report.introduction'"/></xsl:call-template>
            <xsl:apply-templates select="s:introduction/s:paragraph"/>
            <h3><xsl:call-template name="text"><xsl:with-param name="id" select="'report.description'"/></xsl:call-template></h3>
            <div class="description"><xsl:apply-templates select="s:service/s:description/s:paragraph"/></div>
          </section>
          <xsl:apply-templates select="s:attrition"/>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'results'"/><xsl:with-param name="text" select="'report.results'"/></xsl:call-template><xsl:apply-templates select="s:outcome"/></section>
          <xsl:apply-templates select="s:matching"/>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'reading'"/><xsl:with-param name="text" select="'report.reading'"/></xsl:call-template><xsl:apply-templates select="s:reading/s:paragraph"/></section>
          <section><xsl:call-template name="heading"><xsl:with-param name="id" select="'limits'"/><xsl:with-param name="text" select="'report.limits'"/></xsl:call-template><xsl:apply-templates select="s:limits/s:paragraph"/></section>
          <xsl:apply-templates select="s:shorthand"/>
          <xsl:apply-templates select="s:glossary"/>
          <xsl:apply-templates select="s:footnotes"/>
          <section>
            <xsl:call-template name="heading"><xsl:with-param name="id" select="'provenance'"/><xsl:with-param name="text" select="'report.provenance'"/></xsl:call-template>
            <xsl:apply-templates select="s:provenance/s:paragraph"/>
            <xsl:if test="s:provenance/s:sourceLine"><ul><xsl:for-each select="s:provenance/s:sourceLine"><li><xsl:apply-templates select="." mode="said"/></li></xsl:for-each></ul></xsl:if>
          </section>
          <xsl:apply-templates select="s:contacts"/>
          <xsl:apply-templates select="s:history"/>
        </main>
        <xsl:call-template name="footer"/>
      </body>
    </html>
  </xsl:template>

  <!-- Title block. -->
  <xsl:template match="s:service">
    <dl class="facts">
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'report.service'"/></xsl:call-template></dt><dd><xsl:apply-templates select="s:name" mode="said"/></dd></div>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'report.period'"/></xsl:call-template></dt><dd><xsl:apply-templates select="s:period" mode="said"/></dd></div>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'report.started'"/></xsl:call-template></dt><dd><xsl:apply-templates select="s:started" mode="said"/></dd></div>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.published'"/></xsl:call-template></dt><dd><time datetime="{../s:published/@instant}"><xsl:value-of select="../s:published/s:date"/>, <xsl:value-of select="../s:published/s:time"/></time></dd></div>
      <xsl:if test="count(../s:history/s:update) &gt; 1"><div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.updated'"/></xsl:call-template></dt><dd><time datetime="{../s:history/s:update[1]/@day}"><xsl:value-of select="../s:history/s:update[1]/s:date"/></time></dd></div></xsl:if>
      <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'page.formats'"/></xsl:call-template></dt><dd itemscope="" itemtype="https://schema.org/Dataset"><xsl:call-template name="dataset"><xsl:with-param name="period" select="s:period"/><xsl:with-param name="description" select="../s:summary/s:paragraph[1]"/></xsl:call-template><xsl:call-template name="data-link"><xsl:with-param name="href" select="'report.xml'"/><xsl:with-param name="format" select="'XML'"/><xsl:with-param name="type" select="'application/xml'"/></xsl:call-template>, <xsl:call-template name="data-link"><xsl:with-param name="href" select="concat($english, 'report.csv')"/><xsl:with-param name="format" select="'CSV'"/><xsl:with-param name="type" select="'text/csv'"/></xsl:call-template><xsl:if test="$pdf">, <a href="{$pdf}">PDF</a></xsl:if></dd></div>
    </dl>
  </xsl:template>

  <xsl:template name="contents">
    <nav class="contents" aria-labelledby="contents">
      <h2 id="contents"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.contents'"/></xsl:call-template></h2>
      <ol>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'introduction'"/><xsl:with-param name="text" select="'report.introduction'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'attrition'"/><xsl:with-param name="text" select="'report.attrition'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'results'"/><xsl:with-param name="text" select="'report.results'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'matching'"/><xsl:with-param name="text" select="'report.matching'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'reading'"/><xsl:with-param name="text" select="'report.reading'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'limits'"/><xsl:with-param name="text" select="'report.limits'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'shorthand'"/><xsl:with-param name="text" select="'page.shorthand'"/></xsl:call-template>
        <xsl:if test="s:glossary"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'glossary'"/><xsl:with-param name="text" select="'page.glossary'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'footnotes'"/><xsl:with-param name="text" select="'report.footnotes'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'provenance'"/><xsl:with-param name="text" select="'report.provenance'"/></xsl:call-template>
        <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'contacts'"/><xsl:with-param name="text" select="'page.contacts'"/></xsl:call-template>
        <xsl:if test="s:history"><xsl:call-template name="contents-line"><xsl:with-param name="id" select="'history'"/><xsl:with-param name="text" select="'page.history'"/></xsl:call-template></xsl:if>
      </ol>
    </nav>
  </xsl:template>

  <!-- Footnotes and the places that they belong to. The mark, [note 1], stands in text.en.xml. The
       footnote points back to the first of its places, which has the id. -->
  <xsl:template name="note">
    <xsl:param name="id"/>
    <xsl:param name="first" select="true()"/>
    <xsl:text> </xsl:text>
    <a class="note-mark" href="#footnote-{$id}">
      <xsl:if test="$first"><xsl:attribute name="id">reference-<xsl:value-of select="$id"/></xsl:attribute></xsl:if>
      <xsl:call-template name="text"><xsl:with-param name="id" select="concat('report.note.', $id)"/></xsl:call-template>
    </a>
  </xsl:template>

  <!-- The summary names the rate and significance first: the notes on both belong there. -->
  <xsl:template match="s:summary/s:paragraph[starts-with(@id, 'summary.rates')]">
    <xsl:call-template name="noted-paragraph"><xsl:with-param name="note"><xsl:call-template name="note"><xsl:with-param name="id" select="'rate'"/></xsl:call-template></xsl:with-param></xsl:call-template>
  </xsl:template>
  <xsl:template match="s:summary/s:paragraph[starts-with(@id, 'summary.significance')]">
    <xsl:call-template name="noted-paragraph"><xsl:with-param name="note"><xsl:call-template name="note"><xsl:with-param name="id" select="'significance'"/></xsl:call-template></xsl:with-param></xsl:call-template>
  </xsl:template>

  <xsl:template name="noted-paragraph">
    <xsl:param name="note"/>
    <xsl:choose>
      <xsl:when test="@language"><xsl:call-template name="left-paragraph"><xsl:with-param name="after" select="$note"/></xsl:call-template></xsl:when>
      <xsl:otherwise><p><xsl:apply-templates/><xsl:copy-of select="$note"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The unit of a figure, after the title of its table. -->
  <xsl:template name="unit">
    <xsl:param name="of"/>
    <xsl:text> (</xsl:text>
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('report.unit.', $of/@unit)"/></xsl:call-template>
    <xsl:text>)</xsl:text>
  </xsl:template>

  <!-- What can be said, in a line that may be quoted, and what cannot. -->
  <xsl:template match="s:say">
    <section class="say">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'say'"/><xsl:with-param name="text" select="'report.say'"/></xsl:call-template>
      <blockquote class="can"><xsl:apply-templates select="s:can/s:paragraph"/></blockquote>
      <h3><xsl:call-template name="text"><xsl:with-param name="id" select="'report.cannot'"/></xsl:call-template></h3>
      <div class="cannot"><xsl:apply-templates select="s:cannot/s:paragraph"/></div>
    </section>
  </xsl:template>

  <!-- From the people submitted to the people analysed. -->
  <xsl:template match="s:attrition">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'attrition'"/><xsl:with-param name="text" select="'report.attrition'"/></xsl:call-template>
      <xsl:apply-templates select="s:chart"/>
      <xsl:if test="s:step">
        <xsl:call-template name="revised-note"/>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="table-attrition">
          <table class="attrition">
            <caption id="table-attrition"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.table.attrition'"/></xsl:call-template></caption>
            <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.step'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.people'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.share'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.lost'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.reason'"/></xsl:call-template></tr></thead>
            <tbody>
              <xsl:for-each select="s:step">
                <tr>
                  <th scope="row"><xsl:apply-templates select="s:label" mode="said"/></th>
                  <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.people'"/><xsl:with-param name="content" select="s:people/s:figure"/></xsl:call-template>
                  <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.share'"/><xsl:with-param name="content" select="s:share/s:figure"/></xsl:call-template>
                  <td><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'report.column.lost'"/></xsl:call-template></xsl:attribute><xsl:choose><xsl:when test="s:lost"><xsl:apply-templates select="s:lost/s:figure"/></xsl:when><xsl:otherwise><xsl:call-template name="not-applicable"/></xsl:otherwise></xsl:choose></td>
                  <td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'report.column.reason'"/></xsl:call-template></xsl:attribute><xsl:choose><xsl:when test="s:reason"><xsl:apply-templates select="s:reason" mode="said"/></xsl:when><xsl:otherwise><xsl:call-template name="not-applicable"/></xsl:otherwise></xsl:choose></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
      </xsl:if>
      <xsl:apply-templates select="s:paragraph"/>
    </section>
  </xsl:template>

  <!-- One outcome: a table of both groups, the difference, the conclusion. -->
  <xsl:template match="s:outcome">
    <div class="outcome">
      <h3 id="outcome-{@measure}"><xsl:apply-templates select="s:title" mode="said"/></h3>
      <xsl:apply-templates select="s:definition/s:paragraph"/>
      <xsl:call-template name="revised-note"/>
      <div class="scroll" role="region" tabindex="0" aria-labelledby="outcome-{@measure}">
        <table>
          <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'report.table.groups'"/></xsl:call-template>: <xsl:apply-templates select="s:title" mode="said"/><xsl:call-template name="unit"><xsl:with-param name="of" select="s:treatment/s:value/s:figure"/></xsl:call-template><xsl:call-template name="note"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="first" select="not(preceding-sibling::s:outcome)"/></xsl:call-template></caption>
          <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.group'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.people'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.value'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.interval'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template></tr></thead>
          <tbody>
            <tr><th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.treatment'"/></xsl:call-template></th><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.people'"/><xsl:with-param name="content" select="s:treatment/s:people/s:figure"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.value'"/><xsl:with-param name="content" select="s:treatment/s:value/s:figure"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.interval'"/><xsl:with-param name="content" select="s:treatment/s:interval"/></xsl:call-template></tr>
            <tr><th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.control'"/></xsl:call-template></th><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.people'"/><xsl:with-param name="content" select="s:control/s:people/s:figure"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.value'"/><xsl:with-param name="content" select="s:control/s:value/s:figure"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.interval'"/><xsl:with-param name="content" select="s:control/s:interval"/></xsl:call-template></tr>
          </tbody>
        </table>
        <table>
          <caption><xsl:call-template name="text"><xsl:with-param name="id" select="'report.table.difference'"/></xsl:call-template>: <xsl:apply-templates select="s:title" mode="said"/><xsl:call-template name="unit"><xsl:with-param name="of" select="s:difference/s:value/s:figure"/></xsl:call-template></caption>
          <thead><tr><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.difference'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.interval'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.p'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.significant'"/></xsl:call-template></tr></thead>
          <tbody>
            <tr><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.difference'"/><xsl:with-param name="content" select="s:difference/s:value/s:figure"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.interval'"/><xsl:with-param name="content" select="s:difference/s:interval"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.p'"/><xsl:with-param name="content" select="s:difference/s:pValue/s:figure"/></xsl:call-template><td class="words"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'report.column.significant'"/></xsl:call-template></xsl:attribute><xsl:apply-templates select="s:significant" mode="said"/></td></tr>
          </tbody>
        </table>
      </div>
      <p class="effective"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.effective'"/></xsl:call-template>: <xsl:apply-templates select="s:control/s:effective/s:figure"/><xsl:call-template name="note"><xsl:with-param name="id" select="'control'"/><xsl:with-param name="first" select="not(preceding-sibling::s:outcome)"/></xsl:call-template></p>
      <xsl:apply-templates select="s:chart"/>
      <div class="conclusion {s:conclusion/@code}"><xsl:apply-templates select="s:conclusion/s:paragraph"/></div>
    </div>
  </xsl:template>

  <!-- How alike the groups are. -->
  <xsl:template match="s:matching">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'matching'"/><xsl:with-param name="text" select="'report.matching'"/></xsl:call-template>
      <dl class="facts">
        <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'report.method'"/></xsl:call-template></dt><dd><xsl:apply-templates select="s:method" mode="said"/></dd></div>
        <div><dt><xsl:call-template name="text"><xsl:with-param name="id" select="'report.control-people'"/></xsl:call-template></dt><dd><xsl:apply-templates select="s:control/s:figure"/></dd></div>
      </dl>
      <xsl:apply-templates select="s:paragraph | s:chart"/>
      <xsl:if test="s:characteristic">
        <xsl:call-template name="revised-note"/>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="table-matching">
          <table class="matching">
            <caption id="table-matching"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.table.matching'"/></xsl:call-template></caption>
            <thead>
              <tr>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.characteristic'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.before-treatment'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.before-control'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.before-difference'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.after-treatment'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.after-control'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template><xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.after-difference'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
                <xsl:call-template name="column"><xsl:with-param name="text" select="'report.column.quality'"/></xsl:call-template>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="s:characteristic"/></tbody>
          </table>
        </div>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="s:characteristic">
    <tr>
      <th scope="row"><span class="group"><xsl:apply-templates select="s:group" mode="said"/>: </span><xsl:apply-templates select="s:name" mode="said"/></th>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.before-treatment'"/><xsl:with-param name="content" select="s:before/s:treatment/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.before-control'"/><xsl:with-param name="content" select="s:before/s:control/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.before-difference'"/><xsl:with-param name="content" select="s:before/s:difference/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.after-treatment'"/><xsl:with-param name="content" select="s:after/s:treatment/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.after-control'"/><xsl:with-param name="content" select="s:after/s:control/s:figure"/></xsl:call-template>
      <xsl:call-template name="cell"><xsl:with-param name="label" select="'report.column.after-difference'"/><xsl:with-param name="content" select="s:after/s:difference/s:figure"/></xsl:call-template>
      <td class="quality {@quality}"><xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'report.column.quality'"/></xsl:call-template></xsl:attribute><xsl:apply-templates select="s:quality" mode="said"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="s:footnotes">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'footnotes'"/><xsl:with-param name="text" select="'report.footnotes'"/></xsl:call-template>
      <ul class="footnotes">
        <xsl:for-each select="s:footnote">
          <li id="footnote-{@id}">
            <span class="note-mark"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('report.note.', @id)"/></xsl:call-template></span>
            <div>
              <xsl:apply-templates/>
              <p class="back-link"><a href="#reference-{@id}"><xsl:call-template name="text"><xsl:with-param name="id" select="'report.note.back'"/></xsl:call-template><span class="visually-hidden"><xsl:text> </xsl:text><xsl:call-template name="text"><xsl:with-param name="id" select="concat('report.note.', @id)"/></xsl:call-template></span></a></p>
            </div>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>
</xsl:stylesheet>
