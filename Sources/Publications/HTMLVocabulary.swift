/// The elements and attributes that a page may have (HTML Living Standard, sections 3.2.6 and 4;
/// of SVG 2 what pictures without movement and links need).
enum HTMLVocabulary {
  static let namespace = "http://www.w3.org/1999/xhtml"
  static let svgNamespace = "http://www.w3.org/2000/svg"

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }

  /// The elements of HTML without those that run, embed or send something.
  static let elements = words(
    """
    a abbr address area article aside audio b bdi bdo blockquote body br caption cite code col \
    colgroup data datalist dd del details dfn div dl dt em fieldset figcaption figure footer h1 h2 \
    h3 h4 h5 h6 head header hgroup hr html i img ins kbd label legend li link main map mark menu \
    meta meter nav ol optgroup option output p picture pre progress q rp rt ruby s samp search \
    section small source span strong sub summary sup table tbody td tfoot th thead time title tr \
    track u ul var video wbr
    """)

  /// The elements of HTML that a page must not have, each with the reason.
  static let forbidden: [String: String] = [
    "applet": "runs a program", "base": "changes where every link leads",
    "button": "sends a form or needs a script", "canvas": "needs a script",
    "dialog": "needs a script", "embed": "embeds something from elsewhere",
    "form": "sends what readers write", "frame": "embeds another page",
    "frameset": "embeds other pages", "iframe": "embeds another page",
    "input": "sends what readers write", "noscript": "supposes a script",
    "object": "embeds something from elsewhere", "script": "runs a program",
    "select": "sends what readers choose", "slot": "needs a script",
    "style": "is a second style sheet; its place is style.css",
    "template": "needs a script", "textarea": "sends what readers write",
  ]

  /// The elements of SVG for pictures.
  static let svgElements = words(
    """
    circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline \
    radialGradient rect stop svg symbol text textPath title tspan use
    """)

  /// The elements of SVG that a page must not have, each with the reason.
  static let svgForbidden: [String: String] = [
    "a": "is a link that no list of links has", "animate": "moves",
    "foreignObject": "embeds something else", "image": "fetches a picture",
    "script": "runs a program",
    "set": "changes by itself", "style": "is a second style sheet; its place is style.css",
  ]

  private static let globalAttributes = words(
    """
    accesskey class contenteditable dir draggable enterkeyhint hidden id inert inputmode itemid \
    itemprop itemref itemscope itemtype lang nonce popover role spellcheck style tabindex title \
    translate
    """)

  private static let ownAttributes: [String: Set<String>] = [
    "a": words("href hreflang rel target type download referrerpolicy"),
    "area": words("alt coords href rel shape target"), "audio": words("controls loop preload src"),
    "blockquote": words("cite"), "col": words("span"), "colgroup": words("span"),
    "data": words("value"), "del": words("cite datetime"), "details": words("name open"),
    "fieldset": words("disabled name"), "html": words("lang"),
    "img": words("alt decoding height loading sizes src srcset width"),
    "ins": words("cite datetime"), "label": words("for"), "li": words("value"),
    "link": words("as href hreflang media rel sizes type"), "map": words("name"),
    "meta": words("charset content http-equiv media name property"),
    "meter": words("high low max min optimum value"), "ol": words("reversed start type"),
    "optgroup": words("disabled label"), "option": words("disabled label selected value"),
    "output": words("for name"), "progress": words("max value"), "q": words("cite"),
    "source": words("height media sizes src srcset type width"),
    "td": words("colspan headers rowspan"),
    "th": words("abbr colspan headers rowspan scope"), "time": words("datetime"),
    "track": words("default kind label src srclang"),
    "video": words("controls height loop muted playsinline poster preload src width"),
  ]

  private static let svgAttributes = words(
    """
    class clip-path clip-rule cx cy d dominant-baseline dx dy fill fill-opacity fill-rule focusable \
    font-family font-size font-style font-weight fx fy gradientTransform gradientUnits height href id \
    lang letter-spacing marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask \
    offset opacity orient pathLength patternTransform patternUnits points preserveAspectRatio r refX \
    refY role rotate rx ry shape-rendering spreadMethod stop-color stop-opacity stroke \
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit \
    stroke-opacity stroke-width style tabindex text-anchor text-decoration textLength transform \
    vector-effect viewBox visibility width word-spacing x x1 x2 y y1 y2
    """)

  /// The attributes that an element can have; `aria-` and `data-` go with every element.
  static func attributes(of element: String, isSVG: Bool) -> Set<String> {
    isSVG ? svgAttributes : globalAttributes.union(ownAttributes[element] ?? [])
  }
}
