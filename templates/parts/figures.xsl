<?xml version="1.0" encoding="UTF-8"?>
<!-- How numbers and sentences are written. Shared by all pages.
     A figure arrives printed: nothing is rounded or worked out here. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <!-- All standing text comes from the string table text.en.xml, by its id. An id that the table lacks
       stops the work: a heading that is not there must not pass unseen. -->
  <xsl:key name="string" match="s:string" use="@id"/>

  <xsl:template name="text">
    <xsl:param name="id"/>
    <xsl:if test="not(key('string', $id))">
      <xsl:message terminate="yes">the string table has no text "<xsl:value-of select="$id"/>"</xsl:message>
    </xsl:if>
    <!-- One that the table of the page's language lacks is in English, and says so. -->
    <xsl:choose>
      <xsl:when test="key('string', $id)/@language"><span lang="{key('string', $id)/@language}"><xsl:value-of select="key('string', $id)"/></span></xsl:when>
      <xsl:otherwise><xsl:value-of select="key('string', $id)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The same for an attribute and for the title of the window, which can have no mark of its language. -->
  <xsl:template name="text-alone">
    <xsl:param name="id"/>
    <xsl:variable name="text"><xsl:call-template name="text"><xsl:with-param name="id" select="$id"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="$text"/>
  </xsl:template>

  <!-- ===== Figures =====
       The id and data-figure are needed: HTML and XML are held against each other by them. -->

  <!-- A figure with a machine value: <data value="0.31" data-figure="proportion">31%</data>. -->
  <xsl:template match="s:figure[@value]">
    <data id="{@id}" value="{@value}" data-figure="{@unit}"><xsl:if test="@revised = 'yes'"><xsl:attribute name="class">revised</xsl:attribute></xsl:if><xsl:value-of select="."/></data>
    <xsl:call-template name="revised"/>
  </xsl:template>

  <!-- A figure that is known only as someone printed it. -->
  <xsl:template match="s:figure">
    <span id="{@id}" data-figure="{@unit}"><xsl:if test="@revised = 'yes'"><xsl:attribute name="class">revised</xsl:attribute></xsl:if><xsl:if test="@published"><xsl:attribute name="data-published"><xsl:value-of select="@published"/></xsl:attribute></xsl:if><xsl:value-of select="."/></span>
    <xsl:call-template name="revised"/>
  </xsl:template>

  <!-- A figure that is not shown: [x], [c] or [z]. A pointer that rests on it shows why, and a screen
       reader says what it means; the full reason also stands in the section on shorthand. -->
  <xsl:template match="s:figure[@shorthand]">
    <span id="{@id}" data-figure="{@unit}" class="shorthand-{@shorthand}">
      <xsl:if test="@revised = 'yes'"><xsl:attribute name="class">revised shorthand-<xsl:value-of select="@shorthand"/></xsl:attribute></xsl:if>
      <xsl:attribute name="title">
        <xsl:call-template name="text-alone"><xsl:with-param name="id" select="concat('page.shorthand.', @shorthand)"/></xsl:call-template>
        <xsl:if test="@note">: <xsl:value-of select="@note"/></xsl:if>
      </xsl:attribute>
      <xsl:value-of select="."/>
    </span>
    <xsl:call-template name="spoken"><xsl:with-param name="code" select="@shorthand"/></xsl:call-template>
    <xsl:call-template name="revised"/>
  </xsl:template>

  <!-- The mark of a figure that was corrected; it is explained above each table that has one. -->
  <xsl:template name="revised">
    <xsl:if test="@revised = 'yes'">
      <xsl:text> </xsl:text><b class="r"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.revised'"/></xsl:call-template></b>
    </xsl:if>
  </xsl:template>

  <!-- The explanation, above the tables of the element that calls it. -->
  <xsl:template name="revised-note">
    <xsl:if test=".//s:figure[@revised = 'yes']">
      <p class="revised-note"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.revised-note'"/></xsl:call-template></p>
    </xsl:if>
  </xsl:template>

  <!-- What a shorthand means, for those who cannot see the page (and for a page without styles). -->
  <xsl:template name="spoken">
    <xsl:param name="code"/>
    <span class="visually-hidden">
      <xsl:text> (</xsl:text>
      <xsl:call-template name="text"><xsl:with-param name="id" select="concat('page.shorthand.', $code)"/></xsl:call-template>
      <xsl:text>)</xsl:text>
    </span>
  </xsl:template>

  <!-- ===== Texts that may not be translated =====
       One that is not in the language of the page says in which it is, and so does a part of one. -->
  <xsl:template match="*" mode="said">
    <xsl:choose>
      <xsl:when test="@language"><span lang="{@language}"><xsl:value-of select="."/></span></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="s:said"><span lang="{@language}"><xsl:value-of select="."/></span></xsl:template>

  <!-- ===== Sentences ===== -->
  <xsl:template match="s:paragraph"><p><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="s:emphasis"><em><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="s:strong"><strong><xsl:apply-templates/></strong></xsl:template>
  <xsl:template match="s:code"><code><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="s:link"><a href="{@href}"><xsl:apply-templates/></a></xsl:template>
  <xsl:template match="s:break"><br/></xsl:template>
  <!-- A term where it first stands: the link leads to what it means, at the end of the page. -->
  <xsl:template match="s:defined"><a class="term" href="#term-{@term}"><xsl:value-of select="."/></a></xsl:template>

  <!-- ===== The statisticians' commentary =====
       Its headings stand one level lower than in commentary.md, under the heading of the section. -->
  <xsl:template match="s:heading[@level = '2']"><h3><xsl:apply-templates/></h3></xsl:template>
  <xsl:template match="s:heading"><h4><xsl:apply-templates/></h4></xsl:template>
  <xsl:template match="s:list[@kind = 'number']"><ol><xsl:apply-templates/></ol></xsl:template>
  <xsl:template match="s:list"><ul><xsl:apply-templates/></ul></xsl:template>
  <xsl:template match="s:item"><li><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="s:quotation"><blockquote><xsl:apply-templates/></blockquote></xsl:template>
  <xsl:template match="s:preformatted"><pre tabindex="0"><xsl:apply-templates/></pre></xsl:template>
  <xsl:template match="s:rule"><hr/></xsl:template>

  <!-- ===== Nothing is left out unseen =====
       Each page first calls this with its own children. An element that a page does not print must be
       named in the page's template of mode "known"; any other stops the work. -->
  <xsl:template match="*" mode="known">
    <xsl:message terminate="yes">no template prints the element "<xsl:value-of select="local-name()"/>" of "<xsl:value-of select="local-name(..)"/>"</xsl:message>
  </xsl:template>

  <!-- The same for an element that is reached on the way and that no other template knows. -->
  <xsl:template match="*">
    <xsl:message terminate="yes">no template prints the element "<xsl:value-of select="local-name()"/>"</xsl:message>
  </xsl:template>
</xsl:stylesheet>
