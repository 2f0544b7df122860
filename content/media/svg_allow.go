package media

import (
	"encoding/xml"
	"regexp"
	"strings"

	"vatra/lms/text"
)

// svgTags are the elements of SVG 1.1 and 2 that draw. Not among them: script, foreignObject, feImage, every animation
// (it can set a link), and whatever comes from another namespace.
var svgTags = text.Set(`svg g defs symbol use title desc path rect circle ellipse line polyline polygon image text tspan textPath
	linearGradient radialGradient stop clipPath mask pattern marker style filter
	feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
	feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// svgWords are the attributes that name and describe; a browser never computes them.
var svgWords = text.Set(`id class lang role aria-label aria-labelledby aria-describedby aria-hidden`)

// svgAttributes are the other attributes that are kept, href and style aside, which have rules of their own.
var svgAttributes = text.Set(`x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox preserveAspectRatio transform
	pathLength rotate textLength lengthAdjust startOffset method spacing side version baseProfile
	gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform
	clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient
	filterUnits primitiveUnits in in2 result mode type values stdDeviation operator k1 k2 k3 k4 radius order kernelMatrix
	divisor bias targetX targetY edgeMode preserveAlpha scale xChannelSelector yChannelSelector surfaceScale
	diffuseConstant specularConstant specularExponent kernelUnitLength azimuth elevation z pointsAtX pointsAtY pointsAtZ
	limitingConeAngle baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent
	alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
	direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity
	font-family font-size font-size-adjust font-stretch font-style font-variant font-weight image-rendering
	letter-spacing lighting-color marker marker-end marker-mid marker-start mask mask-type opacity overflow paint-order
	shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
	stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering transform-origin
	unicode-bidi vector-effect visibility white-space word-spacing writing-mode`)

const (
	xlinkNamespace = "http://www.w3.org/1999/xlink"
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
)

// Values that a drawing may point to: a part of itself, or a picture that it carries.
var (
	svgFragment = regexp.MustCompile(`^#[^\s"'()<>\\]+$`)
	svgPicture  = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)
	cssFunction = regexp.MustCompile(`([a-zA-Z_-][a-zA-Z0-9_-]*)\s*\(`)
	cssAtRule   = regexp.MustCompile(`@[^{};]*(;|\{[^{}]*\}|$)`)
	localURL    = regexp.MustCompile(`^\s*(#[^\s"'()<>\\]+|"#[^\s"'()<>\\]+"|'#[^\s"'()<>\\]+')\s*$`)
)

// cssFunctions are those that compute; url has a rule of its own, and whatever else could fetch is not here.
var cssFunctions = text.Set(`rgb rgba hsl hsla calc min max clamp var matrix translate translatex translatey rotate scale scalex
	scaley skewx skewy blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
	not nth-child nth-of-type`)

// cleanSVGAttr gives an attribute as it may be written, or false.
func cleanSVGAttr(element string, attr xml.Attr) (key, value string, ok bool) {
	key, value = attr.Name.Local, attr.Value
	switch {
	case attr.Name.Space == xmlNamespace && (key == "space" || key == "lang"):
		return "xml:" + key, value, true
	case key == "href" && (attr.Name.Space == "" || attr.Name.Space == xlinkNamespace):
		allowed := svgFragment.MatchString(value) || element == "image" && svgPicture.MatchString(value)
		return "href", value, allowed
	case attr.Name.Space != "":
		return "", "", false
	case svgWords[key]:
		return key, value, true
	}
	return key, value, (svgAttributes[key] || key == "style") && harmlessCSS(value)
}

// cleanSVGSheet gives a style sheet without its at-rules, which import, and without anything at all when what is left
// could fetch.
func cleanSVGSheet(css string) string {
	css = cssAtRule.ReplaceAllString(withoutComments(css), "")
	if strings.ContainsAny(css, "@<") || !harmlessCSS(css) {
		return ""
	}
	return css
}

// withoutComments takes the comments out of a sheet, and the marks with which sheets were once hidden from old browsers. A
// comment that does not end stays, and is not looked at twice.
func withoutComments(css string) string {
	css = strings.NewReplacer("<!--", "", "-->", "").Replace(css)
	var b strings.Builder
	for {
		before, comment, begins := strings.Cut(css, "/*")
		_, after, ends := strings.Cut(comment, "*/")
		if !begins || !ends {
			b.WriteString(css)
			return b.String()
		}
		b.WriteString(before)
		css = after
	}
}

// harmlessCSS reports whether a value can do nothing but look: only functions that compute, only links inside the
// drawing, and no escapes that would spell either in another way.
func harmlessCSS(css string) bool {
	if strings.ContainsAny(css, "\\\x00") || strings.Contains(css, "/*") {
		return false
	}
	for rest := css; ; {
		call := cssFunction.FindStringSubmatchIndex(rest)
		if call == nil {
			break
		}
		name := strings.ToLower(rest[call[2]:call[3]])
		rest = rest[call[1]:]
		switch {
		case cssFunctions[name]:
		case name != "url":
			return false
		default: // only here is the end looked for: the next one begins behind it, or there is none
			argument, after, closed := strings.Cut(rest, ")")
			if !closed || !localURL.MatchString(argument) {
				return false
			}
			rest = after
		}
	}
	lower := strings.ToLower(css)
	return !strings.Contains(lower, "javascript:") && !strings.Contains(lower, "expression")
}
