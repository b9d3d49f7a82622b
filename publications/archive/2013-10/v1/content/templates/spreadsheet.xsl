<?xml version="1.0" encoding="UTF-8"?>
<!-- The tables of the bulletin as an OpenDocument spreadsheet (OASIS OpenDocument 1.2), one table a
     sheet, with a cover, a list of contents and notes. Numbers are those that the page prints, in its
     units; the CSV files have the numbers behind them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" exclude-result-prefixes="s">
  <xsl:include href="parts/opendocument.xsl"/>

  <xsl:template match="/s:bulletin | /s:bulletin-part">
    <xsl:choose>
      <xsl:when test="$part = 'content.xml'"><xsl:call-template name="content"/></xsl:when>
      <xsl:when test="$part = 'meta.xml'"><xsl:call-template name="meta"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="styles"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="content">
    <office:document-content office:version="1.2">
      <office:automatic-styles>
        <style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="12cm"/></style:style>
        <style:style style:name="middle" style:family="table-column"><style:table-column-properties style:column-width="7cm"/></style:style>
        <style:style style:name="narrow" style:family="table-column"><style:table-column-properties style:column-width="4cm"/></style:style>
        <style:style style:name="title" style:family="table-cell"><style:text-properties fo:font-weight="bold" fo:font-size="15pt"/></style:style>
        <style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap" fo:border-bottom="1pt solid #000000"/><style:text-properties fo:font-weight="bold"/></style:style>
        <style:style style:name="words" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/></style:style>
        <style:style style:name="shorthand" style:family="table-cell"><style:paragraph-properties fo:text-align="end"/></style:style>
      </office:automatic-styles>
      <office:body>
        <office:spreadsheet>
          <xsl:call-template name="cover"/>
          <xsl:call-template name="contents"/>
          <xsl:call-template name="notes"/>
          <xsl:apply-templates select="s:requests | s:control | s:months"/>
          <xsl:apply-templates select="s:reports"/>
          <xsl:apply-templates select="s:preRelease[s:recipient]"/>
        </office:spreadsheet>
      </office:body>
    </office:document-content>
  </xsl:template>

  <!-- ===== Cover, contents, notes ===== -->
  <xsl:template name="cover">
    <table:table table:name="{key('string', 'bulletin.sheet.cover')}">
      <table:table-column table:style-name="wide"/>
      <table:table-row><table:table-cell table:style-name="title" office:value-type="string"><text:p><xsl:call-template name="title"/></text:p></table:table-cell></table:table-row>
      <xsl:call-template name="line"><xsl:with-param name="text" select="concat(s:series/s:label, ', ', s:series/s:producer)"/></xsl:call-template>
      <xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.published'), ': ', s:published/s:date, ', ', s:published/s:time)"/></xsl:call-template>
      <xsl:if test="count(s:history/s:update) &gt; 1">
        <xsl:for-each select="s:history/s:update[1]"><xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.history'), ': ', s:version, ', ', s:date, ': ', s:note)"/></xsl:call-template></xsl:for-each>
      </xsl:if>
      <xsl:if test="s:period"><xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'bulletin.period'), ': ', s:period)"/></xsl:call-template></xsl:if>
      <xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.coverage'), ': ', s:series/s:coverage)"/></xsl:call-template>
      <xsl:for-each select="s:notices/s:notice/s:paragraph"><xsl:call-template name="line"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:for-each>
      <xsl:call-template name="line"><xsl:with-param name="text" select="key('string', 'bulletin.data.spreadsheet-units')"/></xsl:call-template>
      <xsl:for-each select="s:contacts/s:contact">
        <xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.contacts'), ': ', s:role, ', ', s:organisation)"/></xsl:call-template>
        <xsl:if test="s:email"><xsl:call-template name="line"><xsl:with-param name="text" select="s:email"/></xsl:call-template></xsl:if>
      </xsl:for-each>
      <xsl:call-template name="line"><xsl:with-param name="text" select="s:series/s:licence"/></xsl:call-template>
      <xsl:if test="s:series/s:source"><xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.source'), ': ', s:series/s:source)"/></xsl:call-template></xsl:if>
    </table:table>
  </xsl:template>

  <xsl:template name="contents">
    <table:table table:name="{key('string', 'bulletin.sheet.contents')}">
      <table:table-column table:style-name="middle"/>
      <table:table-column table:style-name="wide"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', 'page.contents')"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.sheet'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.table'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:call-template name="entry"><xsl:with-param name="sheet" select="'bulletin.sheet.notes'"/><xsl:with-param name="text" select="'page.shorthand'"/></xsl:call-template>
      <xsl:if test="s:requests"><xsl:call-template name="entry"><xsl:with-param name="sheet" select="'bulletin.sheet.requests'"/><xsl:with-param name="text" select="'bulletin.table.requests'"/></xsl:call-template></xsl:if>
      <xsl:if test="s:control"><xsl:call-template name="entry"><xsl:with-param name="sheet" select="'bulletin.sheet.control'"/><xsl:with-param name="text" select="'bulletin.table.control'"/></xsl:call-template></xsl:if>
      <xsl:if test="s:months"><xsl:call-template name="entry"><xsl:with-param name="sheet" select="'bulletin.sheet.months'"/><xsl:with-param name="text" select="'bulletin.table.months'"/></xsl:call-template></xsl:if>
      <xsl:for-each select="s:reports"><xsl:call-template name="entry"><xsl:with-param name="sheet" select="concat('bulletin.sheet.', @scope)"/><xsl:with-param name="text" select="concat('bulletin.table.', @scope)"/></xsl:call-template></xsl:for-each>
      <xsl:if test="s:preRelease/s:recipient"><xsl:call-template name="entry"><xsl:with-param name="sheet" select="'bulletin.sheet.pre-release'"/><xsl:with-param name="text" select="'bulletin.table.pre-release'"/></xsl:call-template></xsl:if>
    </table:table>
  </xsl:template>

  <!-- A line of the contents. -->
  <xsl:template name="entry">
    <xsl:param name="sheet"/>
    <xsl:param name="text"/>
    <table:table-row>
      <table:table-cell table:style-name="words" office:value-type="string"><text:p><text:a xlink:type="simple" xlink:href="#{key('string', $sheet)}.A1"><xsl:value-of select="key('string', $sheet)"/></text:a></text:p></table:table-cell>
      <xsl:call-template name="words"><xsl:with-param name="text" select="key('string', $text)"/></xsl:call-template>
    </table:table-row>
  </xsl:template>

  <xsl:template name="notes">
    <table:table table:name="{key('string', 'bulletin.sheet.notes')}">
      <table:table-column table:style-name="narrow"/>
      <table:table-column table:style-name="wide"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', 'page.shorthand')"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.shorthand'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.meaning'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:for-each select="s:shorthand/s:term">
        <table:table-row>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:name"/></xsl:call-template>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:meaning"/></xsl:call-template>
        </table:table-row>
      </xsl:for-each>
    </table:table>
  </xsl:template>

  <!-- ===== Tables ===== -->
  <xsl:template match="s:requests">
    <table:table table:name="{key('string', 'bulletin.sheet.requests')}">
      <table:table-column table:style-name="narrow"/>
      <table:table-column table:style-name="wide"/>
      <table:table-column table:style-name="narrow" table:number-columns-repeated="2"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', 'bulletin.table.requests')"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.kind'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.counted'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.requests'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.notes'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:for-each select="s:state | s:reason">
        <table:table-row>
          <xsl:call-template name="words"><xsl:with-param name="text" select="key('string', concat('bulletin.sheet.column.', local-name()))"/></xsl:call-template>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:label"/></xsl:call-template>
          <xsl:apply-templates select="s:figure"/>
          <xsl:call-template name="marks"><xsl:with-param name="figures" select="s:figure"/></xsl:call-template>
        </table:table-row>
      </xsl:for-each>
      <table:table-row>
        <xsl:call-template name="words"><xsl:with-param name="text" select="key('string', 'bulletin.sheet.column.total')"/></xsl:call-template>
        <xsl:call-template name="words"><xsl:with-param name="text" select="key('string', 'bulletin.total')"/></xsl:call-template>
        <xsl:apply-templates select="s:total/s:figure"/>
        <xsl:call-template name="marks"><xsl:with-param name="figures" select="s:total/s:figure"/></xsl:call-template>
      </table:table-row>
    </table:table>
  </xsl:template>

  <xsl:template match="s:control">
    <table:table table:name="{key('string', 'bulletin.sheet.control')}">
      <table:table-column table:style-name="wide"/>
      <table:table-column table:style-name="narrow" table:number-columns-repeated="2"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', 'bulletin.table.control')"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.total'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.published'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.notes'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:for-each select="s:total">
        <table:table-row>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:label"/></xsl:call-template>
          <xsl:apply-templates select="s:figure"/>
          <xsl:call-template name="marks"><xsl:with-param name="figures" select="s:figure"/></xsl:call-template>
        </table:table-row>
      </xsl:for-each>
    </table:table>
  </xsl:template>

  <xsl:template match="s:months">
    <table:table table:name="{key('string', 'bulletin.sheet.months')}">
      <table:table-column table:style-name="middle"/>
      <table:table-column table:style-name="narrow" table:number-columns-repeated="3"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', 'bulletin.table.months')"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.month'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.received'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.reports'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.notes'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:for-each select="s:month">
        <table:table-row>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:label"/></xsl:call-template>
          <xsl:apply-templates select="s:received/s:figure"/>
          <xsl:apply-templates select="s:reported/s:figure"/>
          <xsl:call-template name="marks"><xsl:with-param name="figures" select="s:received/s:figure | s:reported/s:figure"/></xsl:call-template>
        </table:table-row>
      </xsl:for-each>
    </table:table>
  </xsl:template>

  <xsl:template match="s:preRelease">
    <table:table table:name="{key('string', 'bulletin.sheet.pre-release')}">
      <table:table-column table:style-name="middle"/>
      <table:table-column table:style-name="wide"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', 'bulletin.table.pre-release')"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.role'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.organisation'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:for-each select="s:recipient">
        <table:table-row>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:role"/></xsl:call-template>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:organisation"/></xsl:call-template>
        </table:table-row>
      </xsl:for-each>
    </table:table>
  </xsl:template>

  <xsl:template match="s:reports">
    <table:table table:name="{key('string', concat('bulletin.sheet.', @scope))}">
      <table:table-column table:style-name="middle" table:number-columns-repeated="2"/>
      <table:table-column table:style-name="narrow" table:number-columns-repeated="6"/>
      <table:table-column table:style-name="middle"/>
      <table:table-column table:style-name="narrow"/>
      <xsl:call-template name="top"><xsl:with-param name="title" select="key('string', concat('bulletin.table.', @scope))"/></xsl:call-template>
      <table:table-header-rows><table:table-row>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.organisation'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.service'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.edition'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.people'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.treatment'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.control'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.low'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.high'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.result'"/></xsl:call-template>
        <xsl:call-template name="head"><xsl:with-param name="text" select="'bulletin.sheet.column.notes'"/></xsl:call-template>
      </table:table-row></table:table-header-rows>
      <xsl:for-each select="s:entry">
        <xsl:variable name="figures" select="s:people/s:figure | s:treatment/s:figure | s:control/s:figure | s:interval/s:low/s:figure | s:interval/s:high/s:figure"/>
        <table:table-row>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:organisation"/></xsl:call-template>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:service"/></xsl:call-template>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:editionName"/></xsl:call-template>
          <xsl:apply-templates select="$figures"/>
          <xsl:call-template name="words"><xsl:with-param name="text" select="s:conclusion"/></xsl:call-template>
          <xsl:call-template name="marks"><xsl:with-param name="figures" select="$figures"/></xsl:call-template>
        </table:table-row>
      </xsl:for-each>
    </table:table>
  </xsl:template>

  <!-- ===== Rows and cells ===== -->

  <!-- What stands above each table: its title, and where shorthand is explained. -->
  <xsl:template name="top">
    <xsl:param name="title"/>
    <table:table-row><table:table-cell table:style-name="title" office:value-type="string"><text:p><xsl:value-of select="$title"/></text:p></table:table-cell></table:table-row>
    <table:table-row><table:table-cell office:value-type="string"><text:p><xsl:value-of select="key('string', 'bulletin.sheet.above')"/></text:p></table:table-cell></table:table-row>
  </xsl:template>

  <xsl:template name="head">
    <xsl:param name="text"/>
    <table:table-cell table:style-name="head" office:value-type="string"><text:p><xsl:value-of select="key('string', $text)"/></text:p></table:table-cell>
  </xsl:template>

  <!-- A number, without the commas and the sign of the unit that it is printed with; else the words or
       the shorthand that are printed. -->
  <xsl:template match="s:figure">
    <xsl:choose>
      <xsl:when test="not(@shorthand) and translate(., '0123456789,.%-', '') = ''">
        <table:table-cell office:value-type="float" office:value="{translate(., ',%', '')}"><text:p><xsl:value-of select="translate(., ',%', '')"/></text:p></table:table-cell>
      </xsl:when>
      <xsl:otherwise>
        <table:table-cell table:style-name="shorthand" office:value-type="string"><text:p><xsl:value-of select="."/></text:p></table:table-cell>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The marks of a row: [r] where one of its figures was revised, else that none applies. -->
  <xsl:template name="marks">
    <xsl:param name="figures"/>
    <table:table-cell table:style-name="shorthand" office:value-type="string">
      <text:p><xsl:choose><xsl:when test="$figures[@revised = 'yes']"><xsl:value-of select="key('string', 'page.revised')"/></xsl:when><xsl:otherwise>[z]</xsl:otherwise></xsl:choose></text:p>
    </table:table-cell>
  </xsl:template>
</xsl:stylesheet>
