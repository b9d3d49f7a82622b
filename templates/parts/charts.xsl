<?xml version="1.0" encoding="UTF-8"?>
<!-- Charts: every coordinate arrives finished; colours and strokes are in style.css by class. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="s">

  <xsl:include href="shapes.xsl"/>

  <!-- Width and height say a browser how much room to keep before the style sheet is there.
       The picture, with a title and a description for those who cannot see it, and the same
       description in words below it. Intervals are painted last, each on a pale edge, so that they
       can be seen on a dark and on a pale bar alike. -->
  <xsl:template match="s:chart">
    <figure class="chart">
      <figcaption><xsl:value-of select="s:title"/></figcaption>
      <div class="scroll" role="region" tabindex="0" aria-labelledby="{@id}-title">
        <svg xmlns="http://www.w3.org/2000/svg" width="{@width}" height="{@height}" viewBox="0 0 {@width} {@height}" role="img" aria-labelledby="{@id}-title {@id}-description" class="{@id}">
          <title id="{@id}-title"><xsl:value-of select="s:title"/></title>
          <desc id="{@id}-description"><xsl:value-of select="s:description"/></desc>
          <xsl:apply-templates select="s:box | s:dot | s:label | s:stroke[@class != 'interval']"/>
          <xsl:apply-templates select="s:stroke[@class = 'interval']" mode="edge"/>
          <xsl:apply-templates select="s:stroke[@class = 'interval']"/>
        </svg>
      </div>
      <p class="chart-text"><xsl:value-of select="s:description"/></p>
    </figure>
  </xsl:template>
</xsl:stylesheet>
