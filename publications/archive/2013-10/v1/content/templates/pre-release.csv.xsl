<?xml version="1.0" encoding="UTF-8"?>
<!-- The posts with pre-release access as CSV, a line each: as the bulletin lists them, by post and
     organisation. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/csv.xsl"/>

  <xsl:template match="/s:bulletin">
    <xsl:text>status,edition,post,post_organisation,hours,exceptional</xsl:text>
    <xsl:value-of select="$end"/>
    <xsl:for-each select="s:preRelease/s:recipient">
      <xsl:call-template name="begin"/>
      <xsl:call-template name="next"><xsl:with-param name="text" select="s:role"/></xsl:call-template>
      <xsl:call-template name="next"><xsl:with-param name="text" select="s:organisation"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="@exceptional-hours">,<xsl:value-of select="@exceptional-hours"/>,yes</xsl:when>
        <xsl:otherwise>,<xsl:value-of select="../@hours"/>,no</xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="$end"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
