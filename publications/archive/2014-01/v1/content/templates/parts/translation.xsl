<?xml version="1.0" encoding="UTF-8"?>
<!-- What a page says of texts that stand in it in another language than its own. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- At the top, where the page has any; citations stay as they are in every language. -->
  <xsl:template name="untranslated">
    <xsl:if test="//*[not(self::s:sourceLine)][@language != /*/@language]">
      <p class="notice" role="note"><xsl:call-template name="text"><xsl:with-param name="id" select="'translation.some'"/></xsl:call-template></p>
    </xsl:if>
  </xsl:template>

  <!-- Paragraphs: before the first of them the page says so. -->
  <xsl:template match="s:paragraph[@language]">
    <xsl:call-template name="left-paragraph"/>
  </xsl:template>

  <!-- `after` is what stands at the end of the paragraph, in the language of the page. -->
  <xsl:template name="left-paragraph">
    <xsl:param name="after"/>
    <xsl:if test="not(preceding-sibling::s:paragraph[@language])">
      <xsl:call-template name="not-translated"/>
    </xsl:if>
    <p lang="{@language}"><xsl:apply-templates/><xsl:if test="$after"><span lang="{/*/@language}"><xsl:copy-of select="$after"/></span></xsl:if></p>
  </xsl:template>

  <xsl:template name="not-translated">
    <p><em><xsl:call-template name="text"><xsl:with-param name="id" select="'translation.missing'"/></xsl:call-template></em></p>
  </xsl:template>
</xsl:stylesheet>
