//! A finding as people read it: the lines of the contract, the token underlined, the mend below.

use annotate_snippets::{
    AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str, renderer::DecorStyle,
};
use contract::{Diagnostic, Severity};

use super::lines::Lines;

/// Renders the frames of one contract.
#[derive(Debug)]
pub(crate) struct Frames<'a> {
    lines: Lines<'a>,
    renderer: Renderer,
}

impl<'a> Frames<'a> {
    pub(crate) fn new(text: &'a str, coloured: bool) -> Self {
        let renderer = if coloured {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            lines: Lines::of(text),
            renderer: renderer.decor_style(DecorStyle::Ascii),
        }
    }

    /// The frame of one finding, without a line feed at its end.
    pub(crate) fn frame(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let (line, token) = self.lines.first_of(diagnostic.span);
        // A slip of indentation shows only beside the line before it.
        let before = line - 1;
        let above = self.lines.get(before);
        let above = above.filter(|text| !text.trim().is_empty());
        let shift = above.map_or(0, |text| text.len() + 1);
        // The renderer sees these lines alone: it reads all that it is given, for each finding. A
        // line feed behind the last makes even an empty one a line.
        let mut excerpt = String::new();
        for text in above.into_iter().chain(self.lines.get(line)) {
            excerpt.push_str(text);
            excerpt.push('\n');
        }
        let snippet = Snippet::source(excerpt)
            .path(diagnostic.source.as_str())
            .line_start(if above.is_some() { before } else { line })
            .fold(false)
            .annotation(AnnotationKind::Primary.span(token.start + shift..token.end + shift));
        let help = diagnostic.help.as_deref().map(normalize_untrusted_str);
        let group = level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code)
            .element(snippet)
            .elements(help.map(|help| Level::HELP.message(help)));
        self.renderer.render(&[group])
    }
}
