<?xml version="1.0" encoding="UTF-8"?>
<!-- What every page has: head, header, notices, shorthand, contacts, footer. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:ninethirty:source:1" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="s">

  <xsl:key name="note" match="s:figure[@note]" use="@note"/>

  <!-- Of a page that stands there in two languages: the way to it in the other, which that is and what its
       readers call it; and of one that is not in English the way to the English page. -->
  <xsl:param name="translation"/>
  <xsl:param name="translationLanguage"/>
  <xsl:param name="translationName"/>
  <xsl:param name="english"/>
  <!-- The way from the folder of a language to that of the edition. -->
  <xsl:variable name="out"><xsl:if test="$english != ''">../</xsl:if></xsl:variable>

  <!-- The frame of a page. `assets` is the way to the folder with the style sheet, `home` the way
       to the page above this one and `homeName` the text of that link. -->
  <xsl:template name="head">
    <xsl:param name="assets"/>
    <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>
        <xsl:if test="s:title/@language | s:title/s:said"><xsl:attribute name="lang"><xsl:value-of select="s:title//@language"/></xsl:attribute></xsl:if>
        <xsl:if test="@draft = 'yes'"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="'page.draft'"/></xsl:call-template>: </xsl:if>
        <xsl:value-of select="s:title"/>
      </title>
      <link rel="stylesheet" href="{$assets}{$style}"/>
      <!-- Every language that the page is there in, its own among them: so both pages name the same. -->
      <xsl:if test="$translation != ''">
        <link rel="alternate" hreflang="{@language}" href="./"/>
        <link rel="alternate" hreflang="{$translationLanguage}" href="{$translation}"/>
      </xsl:if>
    </head>
  </xsl:template>

  <xsl:template name="header">
    <xsl:param name="home"/>
    <xsl:param name="homeName"/>
    <a class="skip" href="#main"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.skip'"/></xsl:call-template></a>
    <header class="site">
      <!-- On paper every sheet says which page it is of, and of which day: sheets get parted. -->
      <div class="wrap" data-sheet="{s:title}">
        <xsl:if test="s:published/s:date"><xsl:attribute name="data-sheet"><xsl:value-of select="concat(s:title, ', ', s:published/s:date)"/></xsl:attribute></xsl:if>
        <p class="producer"><xsl:apply-templates select="s:series/s:producer" mode="said"/></p>
        <p class="series"><xsl:apply-templates select="s:series/s:title" mode="said"/></p>
      </div>
    </header>
    <xsl:if test="$translation != ''">
      <nav class="wrap back" lang="{$translationLanguage}" aria-label="{$translationName}"><a href="{$translation}" hreflang="{$translationLanguage}"><xsl:value-of select="$translationName"/></a></nav>
    </xsl:if>
    <xsl:if test="$home != ''">
      <nav class="wrap back"><a href="{$home}"><xsl:copy-of select="$homeName"/></a></nav>
    </xsl:if>
  </xsl:template>

  <!-- What every page has and prints; each page names the rest of its own (see figures.xsl). -->
  <xsl:template mode="known" match="/*/s:strings | /*/s:series | /*/s:title | /*/s:notices | /*/s:contacts
    | /*/s:shorthand | /*/s:glossary | s:title/s:said | s:label/s:said | s:explained | s:string | s:series/* | s:notice | s:contacts/s:paragraph | s:contact | s:term"/>

  <!-- Drafts, made-up figures and reconstructions say so before anything else. -->
  <xsl:template match="s:notices">
    <!-- On paper the word stands across every sheet: sheets get parted. -->
    <xsl:if test="../@draft = 'yes'">
      <p class="draft-mark" aria-hidden="true"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.draft'"/></xsl:call-template></p>
    </xsl:if>
    <xsl:for-each select="s:notice">
      <div class="notice {@kind}" role="note">
        <p class="notice-title"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('page.notice.', @kind)"/></xsl:call-template></p>
        <xsl:apply-templates/>
      </div>
    </xsl:for-each>
  </xsl:template>

  <!-- The heading of a section. Its id is what the list of contents points to. -->
  <xsl:template name="heading">
    <xsl:param name="id"/>
    <xsl:param name="text"/>
    <h2 id="section-{$id}"><xsl:call-template name="text"><xsl:with-param name="id" select="$text"/></xsl:call-template></h2>
  </xsl:template>

  <!-- One line of the list of contents. -->
  <xsl:template name="contents-line">
    <xsl:param name="id"/>
    <xsl:param name="text"/>
    <li><a href="#section-{$id}"><xsl:call-template name="text"><xsl:with-param name="id" select="$text"/></xsl:call-template></a></li>
  </xsl:template>

  <!-- The title of a column. -->
  <xsl:template name="column">
    <xsl:param name="text"/>
    <xsl:param name="class"/>
    <th scope="col">
      <xsl:if test="$class"><xsl:attribute name="class"><xsl:value-of select="$class"/></xsl:attribute></xsl:if>
      <xsl:call-template name="text"><xsl:with-param name="id" select="$text"/></xsl:call-template>
    </th>
  </xsl:template>

  <!-- A number in a table; `label` is what stands before it on a phone. -->
  <xsl:template name="cell">
    <xsl:param name="label"/>
    <xsl:param name="content"/>
    <td>
      <xsl:attribute name="data-label"><xsl:call-template name="text-alone"><xsl:with-param name="id" select="$label"/></xsl:call-template></xsl:attribute>
      <xsl:apply-templates select="$content"/>
    </td>
  </xsl:template>

  <!-- A cell to which nothing applies. -->
  <xsl:template name="not-applicable">
    <xsl:text>[z]</xsl:text>
    <xsl:call-template name="spoken"><xsl:with-param name="code" select="'z'"/></xsl:call-template>
  </xsl:template>

  <!-- Both bounds of an interval: "-23 to -1". Where neither is shown, one shorthand stands for both. -->
  <xsl:template match="s:interval">
    <span class="interval">
      <xsl:apply-templates select="s:low/s:figure"/>
      <xsl:choose>
        <xsl:when test="s:low/s:figure/@shorthand and s:low/s:figure/@shorthand = s:high/s:figure/@shorthand">
          <span class="visually-hidden"><xsl:text> </xsl:text><xsl:apply-templates select="s:high/s:figure"/></span>
        </xsl:when>
        <xsl:otherwise>
          <xsl:text> </xsl:text>
          <xsl:call-template name="text"><xsl:with-param name="id" select="'page.to'"/></xsl:call-template>
          <xsl:text> </xsl:text><xsl:apply-templates select="s:high/s:figure"/>
        </xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <xsl:template match="s:shorthand">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'shorthand'"/><xsl:with-param name="text" select="'page.shorthand'"/></xsl:call-template>
      <dl class="terms">
        <xsl:for-each select="s:term">
          <dt><xsl:value-of select="s:name"/></dt><dd><xsl:apply-templates select="s:meaning" mode="said"/></dd>
        </xsl:for-each>
      </dl>
      <!-- Each reason once, in the order in which they first stand. -->
      <xsl:if test="//s:figure[@note]">
        <h3><xsl:call-template name="text"><xsl:with-param name="id" select="'page.not-available'"/></xsl:call-template></h3>
        <ul class="reasons">
          <xsl:for-each select="//s:figure[@note][count(. | key('note', @note)[1]) = 1]"><li><xsl:if test="@language"><xsl:attribute name="lang"><xsl:value-of select="@language"/></xsl:attribute></xsl:if><xsl:value-of select="@note"/></li></xsl:for-each>
        </ul>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- The terms of the page, each where a link from its first place leads to. -->
  <xsl:template match="s:glossary">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'glossary'"/><xsl:with-param name="text" select="'page.glossary'"/></xsl:call-template>
      <dl class="glossary">
        <xsl:for-each select="s:explained">
          <dt id="term-{@term}"><dfn><xsl:apply-templates select="s:name" mode="said"/></dfn></dt><dd><xsl:apply-templates select="s:meaning" mode="said"/></dd>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

  <xsl:template match="s:contacts">
    <section>
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'contacts'"/><xsl:with-param name="text" select="'page.contacts'"/></xsl:call-template>
      <xsl:apply-templates select="s:paragraph"/>
      <xsl:for-each select="s:contact">
        <div class="contact">
          <h3><xsl:apply-templates select="s:role" mode="said"/></h3>
          <p><xsl:value-of select="s:organisation"/></p>
          <xsl:if test="s:address"><p><xsl:value-of select="s:address"/></p></xsl:if>
          <xsl:if test="s:telephone">
            <p><xsl:call-template name="text"><xsl:with-param name="id" select="'page.telephone'"/></xsl:call-template>: <xsl:value-of select="s:telephone"/></p>
          </xsl:if>
          <xsl:if test="s:email">
            <p><xsl:call-template name="text"><xsl:with-param name="id" select="'page.email'"/></xsl:call-template>: <a href="mailto:{s:email}"><xsl:value-of select="s:email"/></a></p>
          </xsl:if>
        </div>
      </xsl:for-each>
    </section>
  </xsl:template>

  <!-- What every page ends with. `root` is the way to the root of the site: a page that stands at addresses of
       several depths, as a report does, has none and no links. -->
  <xsl:template name="footer">
    <xsl:param name="root"/>
    <footer class="site">
      <div class="wrap">
        <xsl:if test="$root != ''">
          <nav aria-labelledby="site-links">
            <h2 id="site-links"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site'"/></xsl:call-template></h2>
            <ul class="site-links">
              <li><a href="{$root}organisations/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.organisations'"/></xsl:call-template></a></li>
              <li><a href="{$root}calendar/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.calendar'"/></xsl:call-template></a></li>
              <li><a href="{$root}history/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.history'"/></xsl:call-template></a></li>
              <li><a href="{$root}pre-release/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.pre-release'"/></xsl:call-template></a></li>
              <li><a href="{$root}about/glossary/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.glossary'"/></xsl:call-template></a></li>
              <li><a href="{$root}about/revisions/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.revisions'"/></xsl:call-template></a></li>
              <li><a href="{$root}about/accessibility/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.accessibility'"/></xsl:call-template></a></li>
              <li><a href="{$root}about/"><xsl:call-template name="text"><xsl:with-param name="id" select="'page.site.about'"/></xsl:call-template></a></li>
            </ul>
          </nav>
        </xsl:if>
        <p><xsl:apply-templates select="s:series/s:licence" mode="said"/></p>
        <xsl:if test="s:series/s:source">
          <p><xsl:call-template name="text"><xsl:with-param name="id" select="'page.source'"/></xsl:call-template>: <xsl:apply-templates select="s:series/s:source" mode="said"/></p>
        </xsl:if>
      </div>
    </footer>
  </xsl:template>
</xsl:stylesheet>
