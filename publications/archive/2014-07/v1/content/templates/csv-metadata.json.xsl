<?xml version="1.0" encoding="UTF-8"?>
<!-- What the CSV files of an edition hold, for programs: Metadata Vocabulary for Tabular Data (W3C
     Recommendation, 17 December 2015). The description of each column is the text
     bulletin.data.column.NAME. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/json.xsl"/>

  <!-- The way from this file to the folder of the edition. -->
  <xsl:param name="root"/>

  <xsl:template match="/s:bulletin | /s:bulletin-part">
    <xsl:text>{"@context":["http://www.w3.org/ns/csvw",{"@language":</xsl:text>
    <xsl:call-template name="json"><xsl:with-param name="text" select="@language"/></xsl:call-template>
    <xsl:text>}],"null":["","[c]","[x]","[z]"]</xsl:text>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:title'"/><xsl:with-param name="text" select="s:title"/></xsl:call-template>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:description'"/><xsl:with-param name="text" select="key('string', 'bulletin.data.intro')"/></xsl:call-template>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:type'"/><xsl:with-param name="text" select="s:series/s:label"/></xsl:call-template>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:publisher'"/><xsl:with-param name="text" select="s:series/s:producer"/></xsl:call-template>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:issued'"/><xsl:with-param name="text" select="s:published/@instant"/></xsl:call-template>
    <xsl:if test="count(s:history/s:update) &gt; 1">
      <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:modified'"/><xsl:with-param name="text" select="s:history/s:update[1]/@day"/></xsl:call-template>
    </xsl:if>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:spatial'"/><xsl:with-param name="text" select="s:series/s:coverage"/></xsl:call-template>
    <xsl:if test="s:period/@from">
      <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:temporal'"/><xsl:with-param name="text" select="concat(s:period/@from, '/', s:period/@to)"/></xsl:call-template>
    </xsl:if>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:rights'"/><xsl:with-param name="text" select="s:series/s:licence"/></xsl:call-template>
    <xsl:if test="contains(s:series/s:licence, 'Open Government Licence v3.0')">
      <xsl:text>,"dc:license":{"@id":"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}</xsl:text>
    </xsl:if>
    <xsl:if test="s:series/s:source">
      <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:source'"/><xsl:with-param name="text" select="s:series/s:source"/></xsl:call-template>
    </xsl:if>
    <xsl:call-template name="report-schema"/>
    <xsl:text>,"tables":[</xsl:text>
    <xsl:if test="s:reports[@scope = 'month']">
      <xsl:call-template name="results"><xsl:with-param name="url" select="'results.csv'"/><xsl:with-param name="title" select="'bulletin.table.month'"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="s:reports[@scope = 'to-date']">
      <xsl:if test="s:reports[@scope = 'month']">,</xsl:if>
      <xsl:call-template name="results"><xsl:with-param name="url" select="'results-to-date.csv'"/><xsl:with-param name="title" select="'bulletin.table.to-date'"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="s:requests">
      <xsl:if test="s:reports">,</xsl:if>
      <xsl:text>{"url":"requests.csv"</xsl:text>
      <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:title'"/><xsl:with-param name="text" select="key('string', 'bulletin.table.requests')"/></xsl:call-template>
      <xsl:text>,"tableSchema":{"columns":[</xsl:text>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'status'"/><xsl:with-param name="kind" select="'status'"/><xsl:with-param name="first" select="true()"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'edition'"/><xsl:with-param name="kind" select="'month'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'table'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'item'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'code'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'label'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'unit'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'count'"/><xsl:with-param name="kind" select="'number'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'count_printed'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'note'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'revised'"/><xsl:with-param name="kind" select="'yes'"/></xsl:call-template>
      <xsl:text>],"primaryKey":["edition","table","item","code"]}}</xsl:text>
    </xsl:if>
    <xsl:if test="s:preRelease/s:recipient">
      <xsl:text>,{"url":"pre-release.csv"</xsl:text>
      <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:title'"/><xsl:with-param name="text" select="key('string', 'bulletin.table.pre-release')"/></xsl:call-template>
      <xsl:text>,"tableSchema":{"columns":[</xsl:text>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'status'"/><xsl:with-param name="kind" select="'status'"/><xsl:with-param name="first" select="true()"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'edition'"/><xsl:with-param name="kind" select="'month'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'post'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'post_organisation'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'hours'"/><xsl:with-param name="kind" select="'number'"/></xsl:call-template>
      <xsl:call-template name="column"><xsl:with-param name="name" select="'exceptional'"/><xsl:with-param name="kind" select="'yes'"/></xsl:call-template>
      <xsl:text>],"primaryKey":["edition","post","post_organisation"]}}</xsl:text>
    </xsl:if>
    <xsl:apply-templates select="s:reports[@scope = 'month']/s:entry"/>
    <xsl:text>]}&#10;</xsl:text>
  </xsl:template>

  <!-- A list of reports of the bulletin. -->
  <xsl:template name="results">
    <xsl:param name="url"/>
    <xsl:param name="title"/>
    <xsl:text>{"url":"</xsl:text><xsl:value-of select="$url"/><xsl:text>"</xsl:text>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:title'"/><xsl:with-param name="text" select="key('string', $title)"/></xsl:call-template>
    <xsl:text>,"tableSchema":{"columns":[</xsl:text>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'status'"/><xsl:with-param name="kind" select="'status'"/><xsl:with-param name="first" select="true()"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'edition'"/><xsl:with-param name="kind" select="'month'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'list'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'published_with'"/><xsl:with-param name="kind" select="'month'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'report'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'analysis'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'organisation'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'service'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'people'"/><xsl:with-param name="kind" select="'people'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'treatment_rate'"/><xsl:with-param name="kind" select="'proportion'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'control_rate'"/><xsl:with-param name="kind" select="'proportion'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'difference_low'"/><xsl:with-param name="kind" select="'proportion'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'difference_high'"/><xsl:with-param name="kind" select="'proportion'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'people_printed'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'treatment_rate_printed'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'control_rate_printed'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'difference_low_printed'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'difference_high_printed'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'conclusion'"/><xsl:with-param name="kind" select="'code'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'conclusion_text'"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'revised'"/><xsl:with-param name="kind" select="'yes'"/></xsl:call-template>
    <xsl:text>],"primaryKey":["published_with","report"]}}</xsl:text>
  </xsl:template>

  <!-- The columns of each report. They are described for the group; each table has them once more,
       without their descriptions, for programs that look for them there alone. -->
  <xsl:template name="report-schema">
    <xsl:param name="described" select="true()"/>
    <xsl:text>,"tableSchema":{"columns":[</xsl:text>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'status'"/><xsl:with-param name="kind" select="'status'"/><xsl:with-param name="first" select="true()"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'edition'"/><xsl:with-param name="kind" select="'month'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'report'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'analysis'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'organisation'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'service'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'table'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'label'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'group'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'statistic'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'unit'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'value'"/><xsl:with-param name="kind" select="'number'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'printed'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'assessment'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'note'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'revised'"/><xsl:with-param name="kind" select="'yes'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:call-template name="column"><xsl:with-param name="name" select="'figure'"/><xsl:with-param name="kind" select="'code'"/><xsl:with-param name="described" select="$described"/></xsl:call-template>
    <xsl:text>],"primaryKey":["edition","report","figure"]}</xsl:text>
  </xsl:template>

  <!-- The tables of a report. -->
  <xsl:template match="s:entry">
    <xsl:text>,{"url":"</xsl:text><xsl:value-of select="$root"/><xsl:text>reports/</xsl:text><xsl:call-template name="slug"/><xsl:text>/report.csv"</xsl:text>
    <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:title'"/><xsl:with-param name="text" select="concat(s:organisation, ': ', s:service)"/></xsl:call-template>
    <xsl:call-template name="report-schema"><xsl:with-param name="described" select="false()"/></xsl:call-template>
    <xsl:text>}</xsl:text>
  </xsl:template>

  <!-- A column: its name, what it holds and in which unit. -->
  <xsl:template name="column">
    <xsl:param name="name"/>
    <xsl:param name="kind" select="'text'"/>
    <xsl:param name="first" select="false()"/>
    <xsl:param name="described" select="true()"/>
    <xsl:if test="not($first)">,</xsl:if>
    <xsl:text>{"name":"</xsl:text><xsl:value-of select="$name"/><xsl:text>","titles":"</xsl:text><xsl:value-of select="$name"/><xsl:text>"</xsl:text>
    <xsl:if test="$described">
      <xsl:call-template name="member"><xsl:with-param name="name" select="'dc:description'"/><xsl:with-param name="text" select="key('string', concat('bulletin.data.column.', $name))"/></xsl:call-template>
    </xsl:if>
    <xsl:text>,"datatype":</xsl:text>
    <xsl:choose>
      <xsl:when test="$kind = 'proportion' or $kind = 'people' or $kind = 'number'">"number"</xsl:when>
      <xsl:when test="$kind = 'yes'">{"base":"boolean","format":"yes|no"}</xsl:when>
      <xsl:when test="$kind = 'month'">{"base":"string","format":"[0-9]{4}-[0-9]{2}"}</xsl:when>
      <xsl:when test="$kind = 'status'">{"base":"string","format":"draft|illustrative|official|reconstruction"}</xsl:when>
      <xsl:otherwise>"string"</xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$kind = 'proportion' or $kind = 'people'">
      <xsl:text>,"schema:unitText":"</xsl:text><xsl:value-of select="$kind"/><xsl:text>"</xsl:text>
    </xsl:if>
    <xsl:text>}</xsl:text>
  </xsl:template>
</xsl:stylesheet>
