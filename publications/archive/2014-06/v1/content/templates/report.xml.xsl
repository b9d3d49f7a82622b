<?xml version="1.0" encoding="UTF-8"?>
<!-- The report as XML, for reuse and for the archive. Its schema is schemas/report.xsd. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="urn:ninethirty:rendition:1" exclude-result-prefixes="s">
  <xsl:include href="parts/rendition.xsl"/>

  <xsl:template match="/s:report">
    <report>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="metadata">
        <xsl:with-param name="identifier" select="concat(s:series/@identifier, '/', @edition, '/reports/', @slug)"/>
      </xsl:call-template>
      <xsl:apply-templates/>
    </report>
  </xsl:template>
</xsl:stylesheet>
