<?xml version="1.0" encoding="UTF-8"?>
<!-- The bulletin as XML, for reuse and for the archive. Its schema is schemas/bulletin.xsd. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="urn:ninethirty:rendition:1" exclude-result-prefixes="s">
  <xsl:include href="parts/rendition.xsl"/>

  <xsl:template match="/s:bulletin">
    <bulletin>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="metadata">
        <xsl:with-param name="identifier" select="concat(s:series/@identifier, '/', @edition)"/>
      </xsl:call-template>
      <xsl:apply-templates/>
    </bulletin>
  </xsl:template>

  <!-- A further page of a bulletin of very many reports. -->
  <xsl:template match="/s:bulletin-part">
    <bulletin-part>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="metadata">
        <xsl:with-param name="identifier" select="concat(s:series/@identifier, '/', @edition, '/part-', @part)"/>
      </xsl:call-template>
      <xsl:apply-templates/>
    </bulletin-part>
  </xsl:template>
</xsl:stylesheet>
