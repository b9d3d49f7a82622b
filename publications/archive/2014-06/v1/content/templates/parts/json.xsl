<?xml version="1.0" encoding="UTF-8"?>
<!-- How a text is written in JSON (RFC 8259). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="plain.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <!-- A string. XML carries no control character but the white space that becomes one space here. -->
  <xsl:template name="json">
    <xsl:param name="text"/>
    <xsl:variable name="slashes">
      <xsl:call-template name="replaced"><xsl:with-param name="text" select="normalize-space($text)"/><xsl:with-param name="old" select="'\'"/><xsl:with-param name="new" select="'\\'"/></xsl:call-template>
    </xsl:variable>
    <xsl:text>"</xsl:text>
    <xsl:call-template name="replaced"><xsl:with-param name="text" select="string($slashes)"/><xsl:with-param name="old" select="'&quot;'"/><xsl:with-param name="new" select="'\&quot;'"/></xsl:call-template>
    <xsl:text>"</xsl:text>
  </xsl:template>

  <!-- A member of an object behind another one. -->
  <xsl:template name="member">
    <xsl:param name="name"/>
    <xsl:param name="text"/>
    <xsl:text>,"</xsl:text><xsl:value-of select="$name"/><xsl:text>":</xsl:text>
    <xsl:call-template name="json"><xsl:with-param name="text" select="$text"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
