<?xml version="1.0" encoding="UTF-8"?>
<!-- How a table is written as CSV (RFC 4180): texts in double quotes, numbers as they are, lines that
     end with CR LF. docs/format.md section 7a describes the columns. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="plain.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <!-- The end of a line. -->
  <xsl:variable name="end" select="'&#13;&#10;'"/>

  <!-- A cell that holds a text, on one line. One that begins like a formula gets an apostrophe before
       it, so that no spreadsheet works it out; a number never comes here. -->
  <xsl:template name="cell">
    <xsl:param name="text"/>
    <xsl:variable name="line" select="normalize-space($text)"/>
    <xsl:text>"</xsl:text>
    <xsl:if test="$line != '' and contains('=+-@＝＋－＠', substring($line, 1, 1))">'</xsl:if>
    <xsl:call-template name="replaced">
      <xsl:with-param name="text" select="$line"/>
      <xsl:with-param name="old" select="'&quot;'"/>
      <xsl:with-param name="new" select="'&quot;&quot;'"/>
    </xsl:call-template>
    <xsl:text>"</xsl:text>
  </xsl:template>

  <!-- A cell behind another one. -->
  <xsl:template name="next">
    <xsl:param name="text"/>
    <xsl:text>,</xsl:text>
    <xsl:call-template name="cell"><xsl:with-param name="text" select="$text"/></xsl:call-template>
  </xsl:template>

  <!-- What every line begins with: what the statistics are, and the edition. -->
  <xsl:template name="begin">
    <xsl:choose>
      <xsl:when test="/*/@draft = 'yes'">draft</xsl:when>
      <xsl:otherwise><xsl:value-of select="/*/@status"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="/*/@edition"/>
  </xsl:template>

  <!-- The number behind a figure, unrounded; the shorthand that stands in its place, also where only
       the printed form of it is known. -->
  <xsl:template match="s:figure" mode="value">
    <xsl:text>,</xsl:text>
    <xsl:choose>
      <xsl:when test="@value"><xsl:value-of select="@value"/></xsl:when>
      <xsl:when test="@shorthand">[<xsl:value-of select="@shorthand"/>]</xsl:when>
      <xsl:otherwise>[x]</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A figure as the page prints it: rounded, with its sign and its mark. -->
  <xsl:template match="s:figure" mode="printed">
    <xsl:text>,"</xsl:text>
    <xsl:value-of select="."/>
    <xsl:if test="@revised = 'yes'"> [r]</xsl:if>
    <xsl:text>"</xsl:text>
  </xsl:template>

  <!-- Whether one of these figures was revised since the version before. -->
  <xsl:template name="revised">
    <xsl:param name="figures"/>
    <xsl:choose>
      <xsl:when test="$figures[@revised = 'yes']">,yes</xsl:when>
      <xsl:otherwise>,no</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
