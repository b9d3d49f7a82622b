<?xml version="1.0" encoding="UTF-8"?>
<!-- The counts of the bulletin as CSV, a line each: requests by state and by reason, the totals that were
     published where only part of the edition is held here, and requests and reports by month. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/csv.xsl"/>

  <xsl:template match="/s:bulletin">
    <xsl:text>status,edition,table,item,code,label,unit,count,count_printed,note,revised</xsl:text>
    <xsl:value-of select="$end"/>
    <xsl:apply-templates select="s:requests/s:total/s:figure">
      <xsl:with-param name="table" select="'requests'"/>
      <xsl:with-param name="code" select="'total'"/>
      <xsl:with-param name="label" select="key('string', 'bulletin.total')"/>
    </xsl:apply-templates>
    <xsl:apply-templates select="s:requests/s:state | s:requests/s:reason">
      <xsl:with-param name="table" select="'requests'"/>
    </xsl:apply-templates>
    <xsl:apply-templates select="s:control/s:total">
      <xsl:with-param name="table" select="'published-totals'"/>
    </xsl:apply-templates>
    <xsl:for-each select="s:months/s:month">
      <xsl:apply-templates select="s:received/s:figure | s:reported/s:figure">
        <xsl:with-param name="table" select="'months'"/>
        <xsl:with-param name="code" select="@month"/>
        <xsl:with-param name="label" select="s:label"/>
      </xsl:apply-templates>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="s:state | s:reason | s:control/s:total">
    <xsl:param name="table"/>
    <xsl:apply-templates select="s:figure">
      <xsl:with-param name="table" select="$table"/>
      <xsl:with-param name="code" select="@code"/>
      <xsl:with-param name="label" select="s:label"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="s:figure">
    <xsl:param name="table"/>
    <xsl:param name="code"/>
    <xsl:param name="label"/>
    <xsl:call-template name="begin"/>
    <xsl:text>,</xsl:text><xsl:value-of select="$table"/>
    <xsl:text>,</xsl:text><xsl:value-of select="local-name(..)"/>
    <xsl:text>,</xsl:text><xsl:value-of select="$code"/>
    <xsl:call-template name="next"><xsl:with-param name="text" select="$label"/></xsl:call-template>
    <xsl:text>,</xsl:text><xsl:value-of select="@unit"/>
    <xsl:apply-templates select="." mode="value"/>
    <xsl:apply-templates select="." mode="printed"/>
    <xsl:call-template name="next">
      <xsl:with-param name="text">
        <xsl:value-of select="@note"/>
        <xsl:if test="not(@note) and ancestor::s:requests"><xsl:value-of select="normalize-space(ancestor::s:requests/s:note)"/></xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="revised"><xsl:with-param name="figures" select="."/></xsl:call-template>
    <xsl:value-of select="$end"/>
  </xsl:template>
</xsl:stylesheet>
