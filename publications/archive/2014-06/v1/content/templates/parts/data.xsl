<?xml version="1.0" encoding="UTF-8"?>
<!-- What leads to the figures of a page as data, for readers and, as microdata of schema.org, for
     search engines: a Dataset with its files. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- The section of the bulletin. -->
  <xsl:template name="data">
    <section class="data" itemscope="" itemtype="https://schema.org/Dataset">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'data'"/><xsl:with-param name="text" select="'bulletin.data'"/></xsl:call-template>
      <xsl:call-template name="dataset"><xsl:with-param name="period" select="s:period"/><xsl:with-param name="description"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.data.description'"/></xsl:call-template></xsl:with-param></xsl:call-template>
      <xsl:if test="count(s:history/s:update) &gt; 1"><p><a href="#section-history"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.history'"/></xsl:call-template></a>: <time itemprop="dateModified" datetime="{s:history/s:update[1]/@day}"><xsl:value-of select="s:history/s:update[1]/s:date"/></time></p></xsl:if>
      <p><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.data.intro'"/></xsl:call-template></p>
      <ul>
        <xsl:if test="s:reports[@scope = 'month']"><xsl:call-template name="data-file"><xsl:with-param name="href" select="concat($english, 'data/results.csv')"/><xsl:with-param name="text" select="'bulletin.reports-month'"/></xsl:call-template></xsl:if>
        <xsl:if test="s:reports[@scope = 'to-date']">
          <xsl:call-template name="data-file"><xsl:with-param name="href" select="concat($english, 'data/results-to-date.csv')"/><xsl:with-param name="text" select="'bulletin.reports-to-date'"/></xsl:call-template>
          <xsl:call-template name="data-file"><xsl:with-param name="href" select="concat($english, 'data/results-to-date.sdmx.xml')"/><xsl:with-param name="text" select="'bulletin.data.sdmx'"/><xsl:with-param name="format" select="'SDMX'"/><xsl:with-param name="type" select="'application/vnd.sdmx.genericdata+xml'"/></xsl:call-template>
          <li><a href="{$english}data/structure.sdmx.xml"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.data.sdmx.structure'"/></xsl:call-template> (SDMX)</a></li>
        </xsl:if>
        <xsl:if test="s:requests"><xsl:call-template name="data-file"><xsl:with-param name="href" select="concat($english, 'data/requests.csv')"/><xsl:with-param name="text" select="'bulletin.requests'"/></xsl:call-template></xsl:if>
        <xsl:if test="s:preRelease/s:recipient"><xsl:call-template name="data-file"><xsl:with-param name="href" select="concat($english, 'data/pre-release.csv')"/><xsl:with-param name="text" select="'bulletin.table.pre-release'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="data-file"><xsl:with-param name="href" select="concat($english, 'data/bulletin.ods')"/><xsl:with-param name="text" select="'bulletin.data.spreadsheet'"/><xsl:with-param name="format" select="'ODS'"/><xsl:with-param name="type" select="'application/vnd.oasis.opendocument.spreadsheet'"/></xsl:call-template>
        <li><a href="{$english}data/csv-metadata.json"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.data.metadata'"/></xsl:call-template> (JSON)</a></li>
        <xsl:if test="s:requests"><li><a href="{$english}digest.txt"><xsl:call-template name="text"><xsl:with-param name="id" select="'bulletin.data.digest'"/></xsl:call-template> (TXT)</a></li></xsl:if>
      </ul>
    </section>
  </xsl:template>

  <xsl:template name="data-file">
    <xsl:param name="href"/>
    <xsl:param name="text"/>
    <xsl:param name="format" select="'CSV'"/>
    <xsl:param name="type" select="'text/csv'"/>
    <li itemprop="distribution" itemscope="" itemtype="https://schema.org/DataDownload"><a itemprop="contentUrl" href="{$href}"><span itemprop="name"><xsl:call-template name="text"><xsl:with-param name="id" select="$text"/></xsl:call-template></span> (<xsl:value-of select="$format"/>)</a><meta itemprop="encodingFormat" content="{$type}"/></li>
  </xsl:template>

  <!-- The same figures in another format, in a line: in a Dataset. -->
  <xsl:template name="data-link">
    <xsl:param name="href"/>
    <xsl:param name="format"/>
    <xsl:param name="type"/>
    <span itemprop="distribution" itemscope="" itemtype="https://schema.org/DataDownload"><a itemprop="contentUrl" href="{$href}"><xsl:value-of select="$format"/></a><meta itemprop="encodingFormat" content="{$type}"/></span>
  </xsl:template>

  <!-- What the Dataset is; called in the element that begins it. -->
  <xsl:template name="dataset">
    <xsl:param name="description"/>
    <xsl:param name="period"/>
    <meta itemprop="name" content="{/*/s:title}"/>
    <meta itemprop="description" content="{$description}"/>
    <meta itemprop="datePublished" content="{/*/s:published/@instant}"/>
    <xsl:if test="$period/@from"><meta itemprop="temporalCoverage" content="{$period/@from}/{$period/@to}"/></xsl:if>
    <meta itemprop="spatialCoverage" content="{/*/s:series/s:coverage}"/>
    <meta itemprop="inLanguage" content="{/*/@language}"/>
    <meta itemprop="isAccessibleForFree" content="true"/>
    <span itemprop="license" itemscope="" itemtype="https://schema.org/CreativeWork"><meta itemprop="name" content="{/*/s:series/s:licence}"/></span>
    <span itemprop="creator" itemscope="" itemtype="https://schema.org/Organization"><meta itemprop="name" content="{/*/s:series/s:producer}"/></span>
  </xsl:template>
</xsl:stylesheet>
