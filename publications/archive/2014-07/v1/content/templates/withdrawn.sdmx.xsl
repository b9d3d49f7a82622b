<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands at the address of an SDMX-ML message that was withdrawn: an error message (SDMX Technical
     Standards 2.1, section 3A), so that a program that asks for data stumbles over it. From 1000 on codes
     are the sender's own (section 7). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    exclude-result-prefixes="s">
  <xsl:template match="/s:withdrawn">
    <mes:Error>
      <mes:ErrorMessage code="1000">
        <xsl:for-each select="s:title | s:statement/s:paragraph"><com:Text xml:lang="{/*/@language}"><xsl:value-of select="normalize-space(.)"/></com:Text></xsl:for-each>
      </mes:ErrorMessage>
    </mes:Error>
  </xsl:template>
</xsl:stylesheet>
