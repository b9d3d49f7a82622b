<?xml version="1.0" encoding="UTF-8"?>
<!-- How numbers and sentences are written. Shared by all pages.
     A figure arrives printed: nothing is rounded or worked out here. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- All standing text comes from the string table text.en.xml, by its id. -->
  <xsl:key name="string" match="s:string" use="@id"/>

  <xsl:template name="text">
    <xsl:param name="id"/>
    <xsl:if test="not(key('string', $id))">
      <xsl:message terminate="yes">the string table has no text "<xsl:value-of select="$id"/>"</xsl:message>
    </xsl:if>
    <xsl:value-of select="key('string', $id)"/>
  </xsl:template>

  <!-- A figure with a machine value: <data value="0.31">31%</data>. -->
  <xsl:template match="s:figure[@value]">
    <data id="{@id}" value="{@value}" class="figure"><xsl:value-of select="."/></data>
  </xsl:template>

  <!-- A figure that is known only as printed, or is not shown. -->
  <xsl:template match="s:figure">
    <span id="{@id}" data-figure="{@unit}" class="figure">
      <xsl:if test="@note"><xsl:attribute name="title"><xsl:value-of select="@note"/></xsl:attribute></xsl:if>
      <xsl:value-of select="."/>
    </span>
  </xsl:template>

  <xsl:template match="s:paragraph"><p><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="s:emphasis"><em><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="s:strong"><strong><xsl:apply-templates/></strong></xsl:template>
  <xsl:template match="s:code"><code><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="s:link"><a href="{@href}"><xsl:apply-templates/></a></xsl:template>
  <xsl:template match="s:break"><br/></xsl:template>

  <!-- The statisticians' commentary. -->
  <xsl:template match="s:heading[@level = '2']"><h3><xsl:apply-templates/></h3></xsl:template>
  <xsl:template match="s:heading"><h4><xsl:apply-templates/></h4></xsl:template>
  <xsl:template match="s:list[@kind = 'number']"><ol><xsl:apply-templates/></ol></xsl:template>
  <xsl:template match="s:list"><ul><xsl:apply-templates/></ul></xsl:template>
  <xsl:template match="s:item"><li><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="s:quotation"><blockquote><xsl:apply-templates/></blockquote></xsl:template>
  <xsl:template match="s:preformatted"><pre><xsl:apply-templates/></pre></xsl:template>
  <xsl:template match="s:rule"><hr/></xsl:template>

  <!-- An element that no other template knows is a mistake, never a blank. -->
  <xsl:template match="*">
    <xsl:message terminate="yes">no template prints the element "<xsl:value-of select="local-name()"/>"</xsl:message>
  </xsl:template>
</xsl:stylesheet>
