<?xml version="1.0" encoding="UTF-8"?>
<!-- What spreadsheets share (OASIS OpenDocument 1.2). Each is made in three parts, which ninethirty packs
     into one file: `part` is content.xml, meta.xml or styles.xml. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" exclude-result-prefixes="s">
  <xsl:param name="part"/>

  <xsl:key name="string" match="s:string" use="@id"/>

  <!-- What the file says of itself. -->
  <xsl:template name="meta">
    <office:document-meta office:version="1.2">
      <office:meta>
        <dc:title><xsl:call-template name="title"/></dc:title>
        <dc:creator><xsl:value-of select="s:series/s:producer"/></dc:creator>
        <dc:description><xsl:value-of select="s:series/s:licence"/></dc:description>
        <dc:date><xsl:value-of select="s:published/@instant"/></dc:date>
        <dc:language><xsl:value-of select="@language"/></dc:language>
      </office:meta>
    </office:document-meta>
  </xsl:template>

  <!-- The language of every cell. -->
  <xsl:template name="styles">
    <office:document-styles office:version="1.2">
      <office:styles>
        <style:default-style style:family="table-cell">
          <style:text-properties fo:language="{@language}" fo:country="GB" fo:font-family="Arial" fo:font-size="12pt"/>
        </style:default-style>
      </office:styles>
    </office:document-styles>
  </xsl:template>

  <xsl:template name="title">
    <xsl:if test="@draft = 'yes'"><xsl:value-of select="key('string', 'page.draft')"/>: </xsl:if>
    <xsl:value-of select="s:title"/>
  </xsl:template>

  <!-- A row of one text. -->
  <xsl:template name="line">
    <xsl:param name="text"/>
    <table:table-row><xsl:call-template name="words"><xsl:with-param name="text" select="$text"/></xsl:call-template></table:table-row>
  </xsl:template>

  <!-- A text: it says so, and no spreadsheet takes it for a formula. -->
  <xsl:template name="words">
    <xsl:param name="text"/>
    <table:table-cell table:style-name="words" office:value-type="string"><text:p><xsl:value-of select="normalize-space($text)"/></text:p></table:table-cell>
  </xsl:template>
</xsl:stylesheet>
