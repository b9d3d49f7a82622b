/// The files that the preview's pages load: their style sheet and their script.
///
/// None of them is ever published.
enum PreviewFiles {
  /// The marks and boxes of findings, and the preview's own pages.
  ///
  /// Every name begins with `nt-`, so that it meets none of the site's style sheet. On paper the page
  /// is as it will be published.
  static let styleSheet = """
    .nt-banner, .nt-box, .nt-list > li { font: 1rem/1.45 system-ui, sans-serif; color: #1b1b1b;
      background: #fff; border: 1px solid #6b6b6b; border-left-width: .5rem; padding: .5rem .75rem;
      overflow-wrap: anywhere; }
    .nt-banner { border-color: #1d4f91; }
    .nt-banner p, .nt-banner ol, .nt-box p, .nt-list p { margin: .25rem 0; max-width: none;
      font-size: 1rem; }
    .nt-banner a, .nt-box a { color: #1d4f91; }
    .nt-banner li.nt-error::marker, .nt-number { font-weight: bold; }
    .nt-box { margin: .5rem 0 1rem; position: relative; }
    .nt-number { position: absolute; right: .75rem; top: .25rem; }
    .nt-box.nt-error, .nt-list > .nt-error, .nt-stale { border-color: #b00020; }
    .nt-box.nt-warning, .nt-list > .nt-warning { border-color: #8a5a00; }
    .nt-box:target { outline: 3px solid #1d4f91; outline-offset: 2px; }
    .nt-found, .nt-stale { font-weight: bold; }
    .nt-more { font-size: .9375rem; }
    .nt-mark { display: inline-block; min-width: 1.25em; margin-left: .25em; padding: 0 .25em;
      border-radius: 1em; font: bold .8125rem/1.5 system-ui, sans-serif; text-align: center;
      text-decoration: none; color: #fff; background: #4a4a4a; grid-column: -2 / -1;
      justify-self: start; }
    .nt-mark.nt-error { background: #b00020; }
    .nt-mark.nt-warning { background: #8a5a00; }
    .nt-own { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0; }
    .nt-own main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
    .nt-own table { border-collapse: collapse; width: 100%; }
    .nt-own caption { text-align: left; font-weight: bold; padding: .5rem 0; }
    .nt-own th, .nt-own td { border: 1px solid #6b6b6b; padding: .25rem .5rem; text-align: left;
      font-weight: normal; white-space: nowrap; }
    .nt-own thead th { font-weight: bold; }
    .nt-own tbody th { white-space: normal; overflow-wrap: anywhere; width: 99%; }
    .nt-list { list-style: none; padding: 0; }
    .nt-list > li { margin: .5rem 0; }
    @media (prefers-color-scheme: dark) {
      .nt-banner, .nt-box, .nt-list > li, .nt-own { color: #f2f2f2; background: #161616; }
      .nt-banner a, .nt-box a, .nt-own a { color: #9ec5ff; }
      .nt-box.nt-error, .nt-list > .nt-error { border-color: #ff8a8a; }
      .nt-box.nt-warning, .nt-list > .nt-warning { border-color: #ffc95c; }
    }
    @media print { .nt-banner, .nt-box, .nt-mark { display: none; } }

    """

  /// Loads the page again when there is news of it, and keeps the place that is read.
  static let script = """
    (function () {
      "use strict";
      var me = document.currentScript;
      var place = "ninethirty preview " + location.pathname;
      var news = me.dataset.news + "?page=" + encodeURIComponent(me.dataset.page)
        + "&tag=" + encodeURIComponent(me.dataset.tag);

      function lost() {
        var line = document.getElementById("nt-news");
        if (line) { line.textContent = " This preview has ended; what is shown may be old."; }
      }

      function listen() {
        fetch(news, { cache: "no-store" }).then(function (answer) {
          return answer.ok ? answer.text() : Promise.reject();
        }).then(function (word) {
          if (word === "old") { return listen(); }
          sessionStorage.setItem(place, String(window.scrollY));
          location.reload();
        }).catch(lost);
      }

      var before = sessionStorage.getItem(place);
      if (before !== null) {
        sessionStorage.removeItem(place);
        window.scrollTo(0, Number(before));
      }
      listen();
    })();

    """
}
