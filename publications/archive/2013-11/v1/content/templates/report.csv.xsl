<?xml version="1.0" encoding="UTF-8"?>
<!-- Every table of a report as one CSV, a line for each figure, under the id that the figure has in the
     HTML and XML renditions too. All reports have the same columns, so that their files can be put one
     under the other. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/csv.xsl"/>

  <xsl:variable name="lineBegin">
    <xsl:call-template name="begin"/>
    <xsl:text>,</xsl:text><xsl:value-of select="/s:report/@slug"/>
    <xsl:call-template name="next"><xsl:with-param name="text" select="/s:report/@analysis"/></xsl:call-template>
    <xsl:call-template name="next"><xsl:with-param name="text" select="/s:report/s:organisation"/></xsl:call-template>
    <xsl:call-template name="next"><xsl:with-param name="text" select="/s:report/s:service/s:name"/></xsl:call-template>
  </xsl:variable>

  <xsl:template match="/s:report">
    <xsl:text>status,edition,report,analysis,organisation,service,table,label,group,statistic,unit,value,printed,assessment,note,revised,figure</xsl:text>
    <xsl:value-of select="$end"/>
    <xsl:apply-templates select="s:outcome | s:attrition/s:step | s:matching/s:control | s:matching/s:characteristic"/>
  </xsl:template>

  <!-- ===== Results ===== -->
  <xsl:template match="s:outcome">
    <xsl:variable name="measure">
      <xsl:text>,outcomes</xsl:text>
      <xsl:call-template name="next"><xsl:with-param name="text" select="s:title"/></xsl:call-template>
    </xsl:variable>
    <xsl:apply-templates select="s:treatment/* | s:control/* | s:difference/*" mode="outcome">
      <xsl:with-param name="begin" select="$measure"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="s:people | s:effective | s:value | s:pValue" mode="outcome">
    <xsl:param name="begin"/>
    <xsl:apply-templates select="s:figure">
      <xsl:with-param name="begin" select="$begin"/>
      <xsl:with-param name="group" select="local-name(..)"/>
      <xsl:with-param name="statistic">
        <xsl:choose>
          <xsl:when test="self::s:effective">effective-people</xsl:when>
          <xsl:when test="self::s:pValue">p-value</xsl:when>
          <xsl:otherwise><xsl:value-of select="local-name()"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="assessment">
        <xsl:if test="self::s:pValue"><xsl:value-of select="../../s:significant/@code"/></xsl:if>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="s:interval" mode="outcome">
    <xsl:param name="begin"/>
    <xsl:apply-templates select="s:low/s:figure">
      <xsl:with-param name="begin" select="$begin"/>
      <xsl:with-param name="group" select="local-name(..)"/>
      <xsl:with-param name="statistic" select="'interval-low'"/>
    </xsl:apply-templates>
    <xsl:apply-templates select="s:high/s:figure">
      <xsl:with-param name="begin" select="$begin"/>
      <xsl:with-param name="group" select="local-name(..)"/>
      <xsl:with-param name="statistic" select="'interval-high'"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- ===== From the people submitted to the people analysed ===== -->
  <xsl:template match="s:step">
    <xsl:variable name="step">
      <xsl:text>,attrition</xsl:text>
      <xsl:call-template name="next"><xsl:with-param name="text" select="s:label"/></xsl:call-template>
    </xsl:variable>
    <xsl:apply-templates select="s:people/s:figure | s:lost/s:figure | s:share/s:figure">
      <xsl:with-param name="begin" select="$step"/>
      <xsl:with-param name="group" select="'treatment'"/>
      <xsl:with-param name="reason" select="s:reason"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- ===== The control group ===== -->
  <xsl:template match="s:matching/s:control">
    <xsl:variable name="method">
      <xsl:text>,matching</xsl:text>
      <xsl:call-template name="next"><xsl:with-param name="text" select="../s:method"/></xsl:call-template>
    </xsl:variable>
    <xsl:apply-templates select="s:figure">
      <xsl:with-param name="begin" select="$method"/>
      <xsl:with-param name="group" select="'control'"/>
      <xsl:with-param name="statistic" select="'people'"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="s:characteristic">
    <xsl:variable name="characteristic">
      <xsl:text>,characteristics</xsl:text>
      <xsl:call-template name="next"><xsl:with-param name="text" select="concat(s:group, ': ', s:name)"/></xsl:call-template>
    </xsl:variable>
    <xsl:apply-templates select="s:before/*/s:figure | s:after/*/s:figure">
      <xsl:with-param name="begin" select="$characteristic"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- ===== A line ===== -->
  <xsl:template match="s:figure">
    <xsl:param name="begin"/>
    <xsl:param name="group" select="local-name(..)"/>
    <xsl:param name="statistic">
      <xsl:choose>
        <xsl:when test="@unit = 'mean'">mean-</xsl:when>
        <xsl:when test="@unit = 'standardised-difference'">standardised-difference-</xsl:when>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="ancestor::s:characteristic"><xsl:value-of select="local-name(../..)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="local-name(..)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:param>
    <xsl:param name="assessment">
      <xsl:if test="@unit = 'standardised-difference' and ../../self::s:after"><xsl:value-of select="../../../@quality"/></xsl:if>
    </xsl:param>
    <xsl:param name="reason"/>
    <xsl:value-of select="$lineBegin"/>
    <xsl:value-of select="$begin"/>
    <xsl:text>,</xsl:text><xsl:value-of select="$group"/>
    <xsl:text>,</xsl:text><xsl:value-of select="$statistic"/>
    <!-- The number behind percentage points, or behind a share in per cent, is a proportion. -->
    <xsl:text>,</xsl:text>
    <xsl:choose>
      <xsl:when test="@unit = 'percentage-points' or @unit = 'share'">proportion</xsl:when>
      <xsl:otherwise><xsl:value-of select="@unit"/></xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="." mode="value"/>
    <xsl:apply-templates select="." mode="printed"/>
    <xsl:text>,</xsl:text>
    <xsl:choose>
      <xsl:when test="$assessment != ''"><xsl:value-of select="$assessment"/></xsl:when>
      <xsl:otherwise>[z]</xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="next">
      <xsl:with-param name="text"><xsl:value-of select="@note"/><xsl:if test="parent::s:lost and not(@note)"><xsl:value-of select="$reason"/></xsl:if></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="revised"><xsl:with-param name="figures" select="."/></xsl:call-template>
    <xsl:text>,</xsl:text><xsl:value-of select="@id"/>
    <xsl:value-of select="$end"/>
  </xsl:template>
</xsl:stylesheet>
