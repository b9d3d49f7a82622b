<?xml version="1.0" encoding="UTF-8"?>
<!-- The reports to date as a generic data message of SDMX-ML 2.1: the figures of results-to-date.csv, a
     series a report. Its structure is that of structure.sdmx.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    xmlns:gen="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic" exclude-result-prefixes="s">
  <xsl:include href="parts/sdmx.xsl"/>

  <xsl:template match="/s:bulletin | /s:bulletin-part">
    <mes:GenericData>
      <mes:Header>
        <xsl:call-template name="sender"><xsl:with-param name="of" select="'results'"/></xsl:call-template>
        <mes:Structure structureID="RESULTS" dimensionAtObservation="MEASURE">
          <com:Structure><Ref agencyID="{$agency}" class="DataStructure" id="RESULTS" package="datastructure" version="{$version}"/></com:Structure>
        </mes:Structure>
        <xsl:if test="s:period/@from">
          <mes:ReportingBegin><xsl:value-of select="s:period/@from"/></mes:ReportingBegin>
          <mes:ReportingEnd><xsl:value-of select="s:period/@to"/></mes:ReportingEnd>
        </xsl:if>
        <xsl:if test="s:series/s:source"><mes:Source xml:lang="{@language}"><xsl:value-of select="s:series/s:source"/></mes:Source></xsl:if>
      </mes:Header>
      <mes:DataSet action="Information" structureRef="RESULTS">
        <gen:Attributes>
          <gen:Value id="STATUS"><xsl:attribute name="value"><xsl:choose><xsl:when test="@draft = 'yes'">draft</xsl:when><xsl:otherwise><xsl:value-of select="@status"/></xsl:otherwise></xsl:choose></xsl:attribute></gen:Value>
        </gen:Attributes>
        <xsl:apply-templates select="s:reports[@scope = 'to-date']/s:entry"/>
      </mes:DataSet>
    </mes:GenericData>
  </xsl:template>

  <xsl:template match="s:entry">
    <gen:Series>
      <gen:SeriesKey>
        <gen:Value id="RELEASE" value="{@edition}"/>
        <gen:Value id="ORGANISATION" value="{s:organisation/@id}"/>
        <gen:Value id="REPORT" value="{substring-before(substring-after(concat(@href, @path), 'reports/'), '/')}"/>
      </gen:SeriesKey>
      <gen:Attributes>
        <gen:Value id="ANALYSIS" value="{@analysis}"/>
        <gen:Value id="SERVICE" value="{normalize-space(s:service)}"/>
        <gen:Value id="CONCLUSION" value="{s:conclusion/@code}"/>
        <gen:Value id="CONCLUSION_TEXT" value="{normalize-space(s:conclusion)}"/>
      </gen:Attributes>
      <xsl:apply-templates select="s:people/s:figure"><xsl:with-param name="measure" select="'PEOPLE'"/></xsl:apply-templates>
      <xsl:apply-templates select="s:treatment/s:figure"><xsl:with-param name="measure" select="'TREATMENT_RATE'"/></xsl:apply-templates>
      <xsl:apply-templates select="s:control/s:figure"><xsl:with-param name="measure" select="'CONTROL_RATE'"/></xsl:apply-templates>
      <xsl:apply-templates select="s:interval/s:low/s:figure"><xsl:with-param name="measure" select="'DIFFERENCE_LOW'"/></xsl:apply-templates>
      <xsl:apply-templates select="s:interval/s:high/s:figure"><xsl:with-param name="measure" select="'DIFFERENCE_HIGH'"/></xsl:apply-templates>
    </gen:Series>
  </xsl:template>

  <!-- A figure. Where there is no number, there is no value: OBS_STATUS says why, in the codes of the
       cross-domain list of SDMX. Rates are printed as whole per cents, which are two
       decimals of a proportion; a bound near zero has one more. -->
  <xsl:template match="s:figure">
    <xsl:param name="measure"/>
    <gen:Obs>
      <gen:ObsDimension id="MEASURE" value="{$measure}"/>
      <xsl:if test="@value"><gen:ObsValue value="{@value}"/></xsl:if>
      <gen:Attributes>
        <gen:Value id="OBS_STATUS">
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="@value">A</xsl:when>
              <xsl:when test="@shorthand = 'c'">Q</xsl:when>
              <xsl:when test="@shorthand = 'z'">M</xsl:when>
              <xsl:otherwise>O</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </gen:Value>
        <xsl:choose>
          <xsl:when test="@unit = 'people'"><gen:Value id="UNIT_MEASURE" value="PEOPLE"/><gen:Value id="DECIMALS" value="0"/></xsl:when>
          <xsl:otherwise><gen:Value id="UNIT_MEASURE" value="PROPORTION"/><gen:Value id="DECIMALS"><xsl:attribute name="value"><xsl:choose><xsl:when test="contains(., '.')">3</xsl:when><xsl:otherwise>2</xsl:otherwise></xsl:choose></xsl:attribute></gen:Value></xsl:otherwise>
        </xsl:choose>
        <gen:Value id="PRINTED" value="{.}"/>
        <gen:Value id="REVISED"><xsl:attribute name="value"><xsl:choose><xsl:when test="@revised = 'yes'">yes</xsl:when><xsl:otherwise>no</xsl:otherwise></xsl:choose></xsl:attribute></gen:Value>
        <xsl:if test="@note"><gen:Value id="NOTE" value="{normalize-space(@note)}"/></xsl:if>
      </gen:Attributes>
    </gen:Obs>
  </xsl:template>
</xsl:stylesheet>
