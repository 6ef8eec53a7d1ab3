using System.Globalization;
using System.Text;

namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>Draws the similarities of strangers and of members with the threshold between them, as one SVG.</summary>
public static class SimilarityPlot
{
    private const int Bins = 120;
    private const float From = -0.4f, To = 1;
    private const double Width = 720, Height = 300, Left = 50, Bottom = 30, Top = 40;

    public static string Svg(string title, SimilarityDistribution impostor, SimilarityDistribution genuine, float threshold)
    {
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + Top + Bottom}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/><text x=\"{Left}\" y=\"20\">{Escape(title)}</text>");
        Curve(svg, impostor, "#c0392b");
        Curve(svg, genuine, "#1e8449");
        var x = X(threshold);
        Line(svg, $"<line x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Top}\" y2=\"{Top + Height}\" stroke=\"#333\" stroke-dasharray=\"4 3\"/>");
        Line(svg, $"<text x=\"{x + 4:0.#}\" y=\"{Top + 12}\">threshold {threshold:0.000}</text>");
        Line(svg, $"<text x=\"{Left}\" y=\"{Top + 12}\" fill=\"#c0392b\">strangers ({impostor.Count})</text>");
        Line(svg, $"<text x=\"{Width - 150}\" y=\"{Top + 12}\" fill=\"#1e8449\">same person ({genuine.Count})</text>");
        Line(svg, $"<line x1=\"{Left}\" x2=\"{Width}\" y1=\"{Top + Height}\" y2=\"{Top + Height}\" stroke=\"#333\"/>");
        for (var tick = -4; tick <= 10; tick += 2)
            Line(svg, $"<text x=\"{X(tick / 10f):0.#}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{tick / 10.0:0.0}</text>");
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    /// <summary>Logarithmic height: the tails are what decides, and on a linear scale they are invisible.</summary>
    private static void Curve(StringBuilder svg, SimilarityDistribution distribution, string colour)
    {
        if (distribution.Count == 0) return;
        var counts = distribution.Histogram(From, To, Bins);
        var points = counts.Select((count, i) =>
        {
            var share = Math.Max(Math.Log10(Math.Max(count, 1e-9) / distribution.Count), -7.5);
            return FormattableString.Invariant($"{X(From + (i + 0.5f) * (To - From) / Bins):0.#},{Top - share / 7.5 * Height:0.#}");
        });
        Line(svg, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{string.Join(' ', points)}\"/>");
    }

    private static double X(float similarity) => Left + (similarity - From) / (To - From) * (Width - Left - 10);

    private static void Line(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
