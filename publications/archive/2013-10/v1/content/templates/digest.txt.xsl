<?xml version="1.0" encoding="UTF-8"?>
<!-- The release in a page of plain text, ready to be mailed: lines of at most 72 characters, but for
     addresses. `site` is the address of the site; without one addresses begin with a slash. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1">
  <xsl:include href="parts/plain.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:param name="site"/>

  <xsl:template match="/s:bulletin">
    <xsl:variable name="edition" select="concat($site, @edition, '/')"/>
    <xsl:if test="@draft = 'yes'"><xsl:value-of select="key('string', 'page.notice.draft')"/><xsl:text>&#10;&#10;</xsl:text></xsl:if>
    <xsl:call-template name="line"><xsl:with-param name="text" select="s:title"/></xsl:call-template>
    <xsl:call-template name="line"><xsl:with-param name="text" select="concat(s:series/s:label, ', ', s:series/s:producer)"/></xsl:call-template>
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.published'), ': ', s:published/s:date, ', ', s:published/s:time)"/></xsl:call-template>
    <xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'bulletin.period'), ': ', s:period)"/></xsl:call-template>
    <xsl:call-template name="line"><xsl:with-param name="text" select="concat(key('string', 'page.coverage'), ': ', s:series/s:coverage)"/></xsl:call-template>
    <xsl:for-each select="s:notices/s:notice[not(@kind = 'draft')]">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="concat('page.notice.', @kind)"/></xsl:call-template>
      <xsl:apply-templates select="s:paragraph"/>
    </xsl:for-each>
    <!-- The newest change, where there was one: the last line of the history is the first version. -->
    <xsl:for-each select="s:history/s:update[position() = 1 and not(position() = last())]">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'page.history'"/></xsl:call-template>
      <xsl:call-template name="line"><xsl:with-param name="text" select="concat(s:date, ': ', s:note)"/></xsl:call-template>
    </xsl:for-each>
    <xsl:call-template name="heading"><xsl:with-param name="id" select="'bulletin.findings'"/></xsl:call-template>
    <xsl:apply-templates select="s:findings/s:paragraph"/>
    <xsl:if test="s:reports[@scope = 'month']/s:entry">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'bulletin.reports-month'"/></xsl:call-template>
      <xsl:apply-templates select="s:reports[@scope = 'month']/s:entry"><xsl:with-param name="edition" select="$edition"/></xsl:apply-templates>
    </xsl:if>
    <xsl:call-template name="heading"><xsl:with-param name="id" select="'bulletin.opening'"/></xsl:call-template>
    <xsl:value-of select="$edition"/>
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="heading"><xsl:with-param name="id" select="'page.contacts'"/></xsl:call-template>
    <xsl:for-each select="s:contacts/s:contact">
      <xsl:call-template name="line"><xsl:with-param name="text" select="concat(s:role, ', ', s:organisation)"/></xsl:call-template>
      <xsl:if test="s:telephone"><xsl:value-of select="concat(s:telephone, '&#10;')"/></xsl:if>
      <xsl:if test="s:email"><xsl:value-of select="concat(s:email, '&#10;')"/></xsl:if>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="line"><xsl:with-param name="text" select="s:series/s:licence"/></xsl:call-template>
  </xsl:template>

  <!-- A report: whose, of what, what it found, and where it stands. -->
  <xsl:template match="s:entry">
    <xsl:param name="edition"/>
    <xsl:if test="position() > 1"><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:call-template name="line"><xsl:with-param name="text" select="concat(s:organisation, ': ', s:service)"/></xsl:call-template>
    <xsl:call-template name="line"><xsl:with-param name="text" select="s:conclusion"/></xsl:call-template>
    <xsl:value-of select="concat($edition, @href, '&#10;')"/>
  </xsl:template>

  <xsl:template match="s:paragraph">
    <xsl:if test="position() > 1"><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:call-template name="line"><xsl:with-param name="text" select="."/></xsl:call-template>
  </xsl:template>

  <xsl:template name="heading">
    <xsl:param name="id"/>
    <xsl:value-of select="concat('&#10;', key('string', $id), '&#10;&#10;')"/>
  </xsl:template>

  <!-- A text in lines. -->
  <xsl:template name="line">
    <xsl:param name="text"/>
    <xsl:call-template name="wrapped"><xsl:with-param name="words" select="concat(normalize-space($text), ' ')"/></xsl:call-template>
  </xsl:template>

  <!-- Words, each with a space behind it: one at a time goes to the line, or begins the next. -->
  <xsl:template name="wrapped">
    <xsl:param name="words"/>
    <xsl:param name="line"/>
    <xsl:variable name="word" select="substring-before($words, ' ')"/>
    <xsl:variable name="longer" select="concat($line, ' ', $word)"/>
    <xsl:choose>
      <xsl:when test="$words = ''"><xsl:value-of select="concat($line, '&#10;')"/></xsl:when>
      <xsl:when test="string($line) = ''">
        <xsl:call-template name="wrapped"><xsl:with-param name="words" select="substring-after($words, ' ')"/><xsl:with-param name="line" select="$word"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="string-length($longer) > 72">
        <xsl:value-of select="concat($line, '&#10;')"/>
        <xsl:call-template name="wrapped"><xsl:with-param name="words" select="substring-after($words, ' ')"/><xsl:with-param name="line" select="$word"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="wrapped"><xsl:with-param name="words" select="substring-after($words, ' ')"/><xsl:with-param name="line" select="$longer"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
