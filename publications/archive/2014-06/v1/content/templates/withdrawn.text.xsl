<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands at the address of a file of data that was withdrawn, in the form of that file, so that
     a program that fetches it stumbles over it: `form` is csv, json, pdf or txt; of pdf it is the text alone. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/json.xsl"/>

  <xsl:param name="form"/>

  <xsl:template match="/s:withdrawn">
    <xsl:variable name="notice"><xsl:for-each select="s:title | s:statement/s:paragraph"><xsl:value-of select="normalize-space(.)"/><xsl:if test="not(position() = last())"><xsl:choose><xsl:when test="self::s:title">. </xsl:when><xsl:otherwise><xsl:text> </xsl:text></xsl:otherwise></xsl:choose></xsl:if></xsl:for-each></xsl:variable>
    <xsl:choose>
      <xsl:when test="$form = 'csv'">
        <xsl:text>withdrawn,notice&#13;&#10;</xsl:text>
        <xsl:value-of select="s:statement/@day"/>
        <xsl:text>,"</xsl:text>
        <xsl:call-template name="replaced"><xsl:with-param name="text" select="string($notice)"/><xsl:with-param name="old" select="'&quot;'"/><xsl:with-param name="new" select="'&quot;&quot;'"/></xsl:call-template>
        <xsl:text>"&#13;&#10;</xsl:text>
      </xsl:when>
      <xsl:when test="$form = 'json'">
        <xsl:text>{"withdrawn":"</xsl:text><xsl:value-of select="s:statement/@day"/><xsl:text>"</xsl:text>
        <xsl:call-template name="member"><xsl:with-param name="name" select="'notice'"/><xsl:with-param name="text" select="string($notice)"/></xsl:call-template>
        <xsl:text>}&#10;</xsl:text>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$notice"/><xsl:text>&#10;</xsl:text></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
