<?xml version="1.0" encoding="UTF-8"?>
<!-- What results.sdmx.xsl refers to, as a structure message of SDMX-ML 2.1: code lists, concepts and the
     data structure definition. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="urn:ninethirty:source:1"
    xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    xmlns:str="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure" exclude-result-prefixes="s">
  <xsl:include href="parts/sdmx.xsl"/>

  <!-- Each release, organisation and report is a code once. -->
  <xsl:key name="release" match="s:reports[@scope = 'to-date']/s:entry" use="@edition"/>
  <xsl:key name="organisation" match="s:reports[@scope = 'to-date']/s:entry" use="s:organisation/@id"/>
  <xsl:key name="report" match="s:reports[@scope = 'to-date']/s:entry" use="substring-before(substring-after(concat(@href, @path), 'reports/'), '/')"/>

  <xsl:template match="/s:bulletin | /s:bulletin-part">
    <xsl:variable name="entries" select="s:reports[@scope = 'to-date']/s:entry"/>
    <mes:Structure>
      <mes:Header><xsl:call-template name="sender"><xsl:with-param name="of" select="'structure'"/></xsl:call-template></mes:Header>
      <mes:Structures>
        <str:Codelists>
          <str:Codelist agencyID="{$agency}" id="CL_RELEASE" version="{$version}">
            <xsl:call-template name="part-of-list"/>
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.column.published_with'"/></xsl:call-template>
            <xsl:for-each select="$entries[count(. | key('release', @edition)[1]) = 1]">
              <str:Code id="{@edition}"><com:Name xml:lang="{/*/@language}"><xsl:value-of select="s:editionName"/></com:Name></str:Code>
            </xsl:for-each>
          </str:Codelist>
          <str:Codelist agencyID="{$agency}" id="CL_ORGANISATION" version="{$version}">
            <xsl:call-template name="part-of-list"/>
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.column.organisation'"/></xsl:call-template>
            <xsl:for-each select="$entries[count(. | key('organisation', s:organisation/@id)[1]) = 1]">
              <str:Code id="{s:organisation/@id}"><com:Name xml:lang="{/*/@language}"><xsl:value-of select="s:organisation"/></com:Name></str:Code>
            </xsl:for-each>
          </str:Codelist>
          <str:Codelist agencyID="{$agency}" id="CL_REPORT" version="{$version}">
            <xsl:call-template name="part-of-list"/>
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.column.report'"/></xsl:call-template>
            <xsl:for-each select="$entries">
              <xsl:variable name="slug" select="substring-before(substring-after(concat(@href, @path), 'reports/'), '/')"/>
              <xsl:if test="count(. | key('report', $slug)[1]) = 1">
                <str:Code id="{$slug}"><com:Name xml:lang="{/*/@language}"><xsl:value-of select="concat(s:organisation, ': ', s:service)"/></com:Name></str:Code>
              </xsl:if>
            </xsl:for-each>
          </str:Codelist>
          <str:Codelist agencyID="{$agency}" id="CL_MEASURE" version="{$version}">
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.sdmx.measure'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'PEOPLE'"/><xsl:with-param name="text" select="'bulletin.data.column.people'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'TREATMENT_RATE'"/><xsl:with-param name="text" select="'bulletin.data.column.treatment_rate'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'CONTROL_RATE'"/><xsl:with-param name="text" select="'bulletin.data.column.control_rate'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'DIFFERENCE_LOW'"/><xsl:with-param name="text" select="'bulletin.data.column.difference_low'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'DIFFERENCE_HIGH'"/><xsl:with-param name="text" select="'bulletin.data.column.difference_high'"/></xsl:call-template>
          </str:Codelist>
          <str:Codelist agencyID="{$agency}" id="CL_UNIT_MEASURE" version="{$version}">
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.column.unit'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'PEOPLE'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.unit.people'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'PROPORTION'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.unit.proportion'"/></xsl:call-template>
          </str:Codelist>
          <!-- Of the cross-domain list that SDMX maintains, the codes that can stand here. -->
          <str:Codelist agencyID="SDMX" id="CL_OBS_STATUS" isPartial="true" version="2.2">
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.sdmx.status'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'A'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.status.a'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'M'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.status.m'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'O'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.status.o'"/></xsl:call-template>
            <xsl:call-template name="code"><xsl:with-param name="id" select="'Q'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.status.q'"/></xsl:call-template>
          </str:Codelist>
        </str:Codelists>
        <str:Concepts>
          <str:ConceptScheme agencyID="{$agency}" id="CONCEPTS" version="{$version}">
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.data.metadata'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'RELEASE'"/><xsl:with-param name="text" select="'bulletin.data.column.published_with'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'ORGANISATION'"/><xsl:with-param name="text" select="'bulletin.data.column.organisation'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'REPORT'"/><xsl:with-param name="text" select="'bulletin.data.column.report'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'MEASURE'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.measure'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'OBS_VALUE'"/><xsl:with-param name="text" select="'bulletin.data.column.value'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'STATUS'"/><xsl:with-param name="text" select="'bulletin.data.column.status'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'ANALYSIS'"/><xsl:with-param name="text" select="'bulletin.data.column.analysis'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'SERVICE'"/><xsl:with-param name="text" select="'bulletin.data.column.service'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'CONCLUSION'"/><xsl:with-param name="text" select="'bulletin.data.column.conclusion'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'CONCLUSION_TEXT'"/><xsl:with-param name="text" select="'bulletin.data.column.conclusion_text'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'OBS_STATUS'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.status'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'UNIT_MEASURE'"/><xsl:with-param name="text" select="'bulletin.data.column.unit'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'DECIMALS'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.decimals'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'PRINTED'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.printed'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'REVISED'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.revised'"/></xsl:call-template>
            <xsl:call-template name="concept"><xsl:with-param name="id" select="'NOTE'"/><xsl:with-param name="text" select="'bulletin.data.sdmx.note'"/></xsl:call-template>
          </str:ConceptScheme>
        </str:Concepts>
        <str:DataStructures>
          <str:DataStructure agencyID="{$agency}" id="RESULTS" version="{$version}">
            <xsl:call-template name="named"><xsl:with-param name="text" select="'bulletin.table.to-date'"/></xsl:call-template>
            <str:DataStructureComponents>
              <str:DimensionList id="DimensionDescriptor">
                <xsl:call-template name="dimension"><xsl:with-param name="id" select="'RELEASE'"/><xsl:with-param name="position" select="'1'"/></xsl:call-template>
                <xsl:call-template name="dimension"><xsl:with-param name="id" select="'ORGANISATION'"/><xsl:with-param name="position" select="'2'"/></xsl:call-template>
                <xsl:call-template name="dimension"><xsl:with-param name="id" select="'REPORT'"/><xsl:with-param name="position" select="'3'"/></xsl:call-template>
                <xsl:call-template name="dimension"><xsl:with-param name="id" select="'MEASURE'"/><xsl:with-param name="position" select="'4'"/></xsl:call-template>
              </str:DimensionList>
              <str:AttributeList id="AttributeDescriptor">
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'STATUS'"/><xsl:with-param name="of" select="'set'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'ANALYSIS'"/><xsl:with-param name="of" select="'report'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'SERVICE'"/><xsl:with-param name="of" select="'report'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'CONCLUSION'"/><xsl:with-param name="of" select="'report'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'CONCLUSION_TEXT'"/><xsl:with-param name="of" select="'report'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'OBS_STATUS'"/><xsl:with-param name="list" select="'CL_OBS_STATUS'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'UNIT_MEASURE'"/><xsl:with-param name="list" select="'CL_UNIT_MEASURE'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'DECIMALS'"/><xsl:with-param name="type" select="'Integer'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'PRINTED'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'REVISED'"/></xsl:call-template>
                <xsl:call-template name="attribute"><xsl:with-param name="id" select="'NOTE'"/><xsl:with-param name="assigned" select="'Conditional'"/></xsl:call-template>
              </str:AttributeList>
              <str:MeasureList id="MeasureDescriptor">
                <str:PrimaryMeasure id="OBS_VALUE">
                  <xsl:call-template name="identity"><xsl:with-param name="id" select="'OBS_VALUE'"/></xsl:call-template>
                  <str:LocalRepresentation><str:TextFormat textType="Double"/></str:LocalRepresentation>
                </str:PrimaryMeasure>
              </str:MeasureList>
            </str:DataStructureComponents>
          </str:DataStructure>
        </str:DataStructures>
      </mes:Structures>
    </mes:Structure>
  </xsl:template>

  <!-- A further page of a large bulletin has some of the codes. -->
  <xsl:template name="part-of-list"><xsl:if test="/s:bulletin-part"><xsl:attribute name="isPartial">true</xsl:attribute></xsl:if></xsl:template>

  <xsl:template name="named">
    <xsl:param name="text"/>
    <com:Name xml:lang="{/*/@language}"><xsl:value-of select="key('string', $text)"/></com:Name>
  </xsl:template>

  <xsl:template name="code">
    <xsl:param name="id"/>
    <xsl:param name="text"/>
    <str:Code id="{$id}"><xsl:call-template name="named"><xsl:with-param name="text" select="$text"/></xsl:call-template></str:Code>
  </xsl:template>

  <xsl:template name="concept">
    <xsl:param name="id"/>
    <xsl:param name="text"/>
    <str:Concept id="{$id}"><xsl:call-template name="named"><xsl:with-param name="text" select="$text"/></xsl:call-template></str:Concept>
  </xsl:template>

  <!-- Which concept a dimension, attribute or measure is. -->
  <xsl:template name="identity">
    <xsl:param name="id"/>
    <str:ConceptIdentity><Ref agencyID="{$agency}" class="Concept" id="{$id}" maintainableParentID="CONCEPTS" maintainableParentVersion="{$version}" package="conceptscheme"/></str:ConceptIdentity>
  </xsl:template>

  <!-- Its values are codes of a list. -->
  <xsl:template name="coded">
    <xsl:param name="list"/>
    <str:LocalRepresentation>
      <str:Enumeration>
        <xsl:choose>
          <xsl:when test="$list = 'CL_OBS_STATUS'"><Ref agencyID="SDMX" class="Codelist" id="{$list}" package="codelist" version="2.2"/></xsl:when>
          <xsl:otherwise><Ref agencyID="{$agency}" class="Codelist" id="{$list}" package="codelist" version="{$version}"/></xsl:otherwise>
        </xsl:choose>
      </str:Enumeration>
    </str:LocalRepresentation>
  </xsl:template>

  <xsl:template name="dimension">
    <xsl:param name="id"/>
    <xsl:param name="position"/>
    <str:Dimension id="{$id}" position="{$position}">
      <xsl:call-template name="identity"><xsl:with-param name="id" select="$id"/></xsl:call-template>
      <xsl:call-template name="coded"><xsl:with-param name="list" select="concat('CL_', $id)"/></xsl:call-template>
    </str:Dimension>
  </xsl:template>

  <!-- An attribute of the whole data set, of a report or of a figure. -->
  <xsl:template name="attribute">
    <xsl:param name="id"/>
    <xsl:param name="of" select="'figure'"/>
    <xsl:param name="list" select="''"/>
    <xsl:param name="type" select="'String'"/>
    <xsl:param name="assigned" select="'Mandatory'"/>
    <str:Attribute assignmentStatus="{$assigned}" id="{$id}">
      <xsl:call-template name="identity"><xsl:with-param name="id" select="$id"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="$list != ''"><xsl:call-template name="coded"><xsl:with-param name="list" select="$list"/></xsl:call-template></xsl:when>
        <xsl:otherwise><str:LocalRepresentation><str:TextFormat textType="{$type}"/></str:LocalRepresentation></xsl:otherwise>
      </xsl:choose>
      <str:AttributeRelationship>
        <xsl:choose>
          <xsl:when test="$of = 'set'"><str:None/></xsl:when>
          <xsl:when test="$of = 'report'"><str:Dimension><Ref id="RELEASE"/></str:Dimension><str:Dimension><Ref id="ORGANISATION"/></str:Dimension><str:Dimension><Ref id="REPORT"/></str:Dimension></xsl:when>
          <xsl:otherwise><str:PrimaryMeasure><Ref id="OBS_VALUE"/></str:PrimaryMeasure></xsl:otherwise>
        </xsl:choose>
      </str:AttributeRelationship>
    </str:Attribute>
  </xsl:template>
</xsl:stylesheet>
