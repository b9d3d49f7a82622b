<?xml version="1.0" encoding="UTF-8"?>
<!-- What the two messages of SDMX-ML 2.1 share (SDMX Technical Standards 2.1, section 3A): who sends them,
     and the names under which each finds the other. docs/format.md section 7a describes both. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    exclude-result-prefixes="s">
  <xsl:key name="string" match="s:string" use="@id"/>

  <!-- Who maintains the structure. The identifier of an agency begins with a letter (SDMXCommonReferences.xsd,
       NestedNCNameIDType); that of a series may begin with a digit. -->
  <xsl:variable name="agency">
    <xsl:if test="contains('0123456789', substring(/*/s:series/@identifier, 1, 1))">n-</xsl:if>
    <xsl:value-of select="/*/s:series/@identifier"/>
  </xsl:variable>

  <!-- The lists of codes are those of one edition: 2013.11. -->
  <xsl:variable name="version" select="translate(/*/@edition, '-', '.')"/>

  <!-- What a header begins with. A draft is a message for tests, and so is one with made-up figures. -->
  <xsl:template name="sender">
    <xsl:param name="of"/>
    <mes:ID><xsl:value-of select="concat(s:series/@identifier, '-', @edition)"/><xsl:if test="@part">-part-<xsl:value-of select="@part"/></xsl:if>-<xsl:value-of select="$of"/></mes:ID>
    <mes:Test><xsl:choose><xsl:when test="@draft = 'yes' or @status = 'illustrative'">true</xsl:when><xsl:otherwise>false</xsl:otherwise></xsl:choose></mes:Test>
    <mes:Prepared><xsl:value-of select="s:published/@instant"/></mes:Prepared>
    <mes:Sender id="{$agency}"><com:Name xml:lang="{@language}"><xsl:value-of select="s:series/s:producer"/></com:Name></mes:Sender>
  </xsl:template>

  <!-- Nothing is written but what a template asks for. -->
  <xsl:template match="text()"/>
</xsl:stylesheet>
