<?xml version="1.0" encoding="UTF-8"?>
<!-- A withdrawn page as XML. Its schema is schemas/withdrawn.xsd. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="urn:ninethirty:rendition:1" exclude-result-prefixes="s">
  <xsl:include href="parts/rendition.xsl"/>

  <xsl:template match="/s:withdrawn">
    <withdrawn>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="metadata">
        <xsl:with-param name="identifier" select="concat(s:series/@identifier, '/', @edition)"/>
      </xsl:call-template>
      <xsl:apply-templates/>
    </withdrawn>
  </xsl:template>
</xsl:stylesheet>
