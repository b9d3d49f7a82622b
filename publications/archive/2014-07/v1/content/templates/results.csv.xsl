<?xml version="1.0" encoding="UTF-8"?>
<!-- A list of reports of the bulletin as CSV, a line each: those of this month, or all to date. Rates
     and differences are proportions (0.03 is 3 per cent, or 3 percentage points). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/csv.xsl"/>

  <!-- Which list: `month` or `to-date`. -->
  <xsl:param name="scope"/>

  <xsl:template match="/s:bulletin | /s:bulletin-part">
    <xsl:text>status,edition,list,published_with,report,analysis,organisation,service,people,treatment_rate,control_rate,difference_low,difference_high,people_printed,treatment_rate_printed,control_rate_printed,difference_low_printed,difference_high_printed,conclusion,conclusion_text,revised</xsl:text>
    <xsl:value-of select="$end"/>
    <xsl:apply-templates select="s:reports[@scope = $scope]/s:entry"/>
  </xsl:template>

  <xsl:template match="s:entry">
    <xsl:variable name="figures" select="s:people/s:figure | s:treatment/s:figure | s:control/s:figure | s:interval/s:low/s:figure | s:interval/s:high/s:figure"/>
    <xsl:call-template name="begin"/>
    <xsl:text>,</xsl:text><xsl:value-of select="$scope"/>
    <xsl:text>,</xsl:text><xsl:value-of select="@edition"/>
    <xsl:text>,</xsl:text><xsl:call-template name="slug"/>
    <xsl:call-template name="next"><xsl:with-param name="text" select="@analysis"/></xsl:call-template>
    <xsl:call-template name="next"><xsl:with-param name="text" select="s:organisation"/></xsl:call-template>
    <xsl:call-template name="next"><xsl:with-param name="text" select="s:service"/></xsl:call-template>
    <xsl:apply-templates select="$figures" mode="value"/>
    <xsl:apply-templates select="$figures" mode="printed"/>
    <xsl:text>,</xsl:text><xsl:value-of select="s:conclusion/@code"/>
    <xsl:call-template name="next"><xsl:with-param name="text" select="s:conclusion"/></xsl:call-template>
    <xsl:call-template name="revised"><xsl:with-param name="figures" select="$figures"/></xsl:call-template>
    <xsl:value-of select="$end"/>
  </xsl:template>
</xsl:stylesheet>
