<?xml version="1.0" encoding="UTF-8"?>
<!-- The XML rendition: the content of the source document under the names of the rendition's schema,
     with Dublin Core metadata, without what only a web page needs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="urn:ninethirty:rendition:1"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
    exclude-result-prefixes="s">

  <!-- Who, what, when, in the terms of Dublin Core. -->
  <xsl:template name="metadata">
    <xsl:param name="identifier"/>
    <metadata>
      <dc:title><xsl:value-of select="s:title"/></dc:title>
      <dc:publisher><xsl:value-of select="s:series/s:producer"/></dc:publisher>
      <dc:identifier><xsl:value-of select="$identifier"/></dc:identifier>
      <dc:language><xsl:value-of select="@language"/></dc:language>
      <dc:type><xsl:choose><xsl:when test="s:label"><xsl:value-of select="s:label"/></xsl:when><xsl:otherwise><xsl:value-of select="s:series/s:label"/></xsl:otherwise></xsl:choose></dc:type>
      <dc:rights><xsl:value-of select="s:series/s:licence"/></dc:rights>
      <xsl:if test="s:series/s:source"><dc:source><xsl:value-of select="s:series/s:source"/></dc:source></xsl:if>
      <dcterms:isPartOf><xsl:value-of select="s:series/s:title"/></dcterms:isPartOf>
      <dcterms:issued><xsl:value-of select="s:published/@instant"/></dcterms:issued>
      <dcterms:spatial><xsl:value-of select="s:series/s:coverage"/></dcterms:spatial>
      <!-- The period of the bulletin, or that of a report's service where it is known. -->
      <xsl:for-each select="s:period[@from] | s:service/s:period[@from]">
        <dcterms:temporal><xsl:value-of select="@from"/>/<xsl:value-of select="@to"/></dcterms:temporal>
      </xsl:for-each>
    </metadata>
  </xsl:template>

  <!-- Left out: standing text of the page, charts, and what the metadata has already. -->
  <xsl:template match="s:strings | s:series | s:chart | s:published"/>

  <!-- Everything else is carried over under its own name; which texts are not translated is for readers. -->
  <xsl:template match="s:*">
    <xsl:element name="{local-name()}"><xsl:copy-of select="@*[local-name() != 'language']"/><xsl:apply-templates/></xsl:element>
  </xsl:template>
  <xsl:template match="s:said"><xsl:apply-templates/></xsl:template>
</xsl:stylesheet>
