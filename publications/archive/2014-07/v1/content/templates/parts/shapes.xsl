<?xml version="1.0" encoding="UTF-8"?>
<!-- The shapes of a chart. They stand in a file of their own because here, and nowhere else, elements
     without a prefix belong to SVG. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/2000/svg" exclude-result-prefixes="s">
  <xsl:template match="s:box">
    <rect class="{@class}" x="{@x}" y="{@y}" width="{@width}" height="{@height}"/>
  </xsl:template>
  <xsl:template match="s:stroke">
    <line class="{@class}" x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}"/>
  </xsl:template>
  <xsl:template match="s:stroke" mode="edge">
    <line class="edge" x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}"/>
  </xsl:template>
  <xsl:template match="s:dot">
    <circle class="{@class}" cx="{@cx}" cy="{@cy}" r="{@r}"/>
  </xsl:template>
  <xsl:template match="s:chart/s:label">
    <text class="{@class}" x="{@x}" y="{@y}"><xsl:if test="@language"><xsl:attribute name="lang"><xsl:value-of select="@language"/></xsl:attribute></xsl:if><xsl:if test="@anchor != 'start'"><xsl:attribute name="text-anchor"><xsl:value-of select="@anchor"/></xsl:attribute></xsl:if><xsl:value-of select="."/></text>
  </xsl:template>
</xsl:stylesheet>
