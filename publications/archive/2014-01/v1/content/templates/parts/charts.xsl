<?xml version="1.0" encoding="UTF-8"?>
<!-- Charts: every coordinate arrives finished; colours and strokes are in style.css by class. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="s">

  <xsl:include href="shapes.xsl"/>

  <!-- Width and height say a browser how much room to keep before the style sheet is there. The picture is
       called what its caption says; the words below it are its description, also for those who cannot see it.
       Lines are painted first and intervals last, each on a pale edge, so that they can be seen on a dark and
       on a pale bar alike. The strokes given here are for a page without styles; style.css has the last word. -->
  <xsl:template match="s:chart">
    <figure class="chart">
      <figcaption id="{@id}-title"><xsl:apply-templates select="s:title" mode="said"/></figcaption>
      <div class="scroll" role="region" tabindex="0" aria-labelledby="{@id}-title">
        <svg xmlns="http://www.w3.org/2000/svg" width="{@width}" height="{@height}" viewBox="0 0 {@width} {@height}" role="img" aria-labelledby="{@id}-title" aria-describedby="{@id}-description" class="{substring-before(concat(@id, '-'), '-')}">
          <g stroke="#000"><xsl:apply-templates select="s:stroke[@class != 'interval']"/></g>
          <xsl:apply-templates select="s:box | s:dot | s:label"/>
          <g stroke="#fff" stroke-width="5"><xsl:apply-templates select="s:stroke[@class = 'interval']" mode="edge"/></g>
          <g stroke="#000"><xsl:apply-templates select="s:stroke[@class = 'interval']"/></g>
        </svg>
      </div>
      <p class="chart-text" id="{@id}-description"><xsl:apply-templates select="s:description" mode="said"/></p>
    </figure>
  </xsl:template>
</xsl:stylesheet>
