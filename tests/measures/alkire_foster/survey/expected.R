# Expected values of the survey tests, made with R's survey package: see README.md.
# Rscript expected.R   (writes expected.csv beside it)
library(survey)

d <- paste0("d", 1:6)
w <- c(3, 3, 2, 2, 1, 1) / 12
dimension <- c(d1 = "health", d2 = "health", d3 = "home", d4 = "home", d5 = "home", d6 = "home")
k <- 4 / 12
scored <- function(rows) {
  score12 <- as.vector(as.matrix(rows[d]) %*% (w * 12))     # whole numbers: no rounding decides who is poor
  rows$poor <- as.numeric(score12 >= 4)
  rows$c <- score12 / 12
  rows$ck <- rows$c * rows$poor
  rows$ck2 <- rows$c^2 * rows$poor
  rows$one <- 1
  rows$band <- as.numeric(score12 >= 2 & score12 < 4)
  for (j in d) rows[[paste0(j, "k")]] <- rows[[j]] * rows$poor
  rows$gap <- (rows$cluster %% 5 + 1) / 6     # how deep the deprivation in d1 is; the others are yes/no
  for (power in 1:2) {
    rows[[paste0("d1m", power)]] <- rows$d1k * rows$gap^power * w[1]
    rows[[paste0("m", power)]] <- rows$ck + rows$d1k * (rows$gap^power - 1) * w[1]
  }
  rows$odd <- rows$cluster %% 2               # of odd clusters every deprivation is extreme
  rows$destitute <- rows$poor * rows$odd
  rows$ckd <- rows$ck * rows$odd
  rows
}
all_rows <- scored(read.csv("sample.csv"))
all_rows$number <- seq_len(nrow(all_rows)) - 1
found <- list()
keep <- function(variant, domain, measure, of, estimate, se, df = NA, lower = NA, upper = NA)
  found[[length(found) + 1]] <<- data.frame(
    variant = variant, domain = domain, measure = measure, of = of, estimate = as.numeric(estimate),
    se = as.numeric(se), df = as.numeric(df), lower = as.numeric(lower), upper = as.numeric(upper))
named <- function(x) make.formula(x)

within_domain <- function(design, variant, domain) {
  df <- degf(design)
  ratio <- function(measure, of, num, den, scale = 1) {
    r <- svyratio(named(num), named(den), design)
    p <- coef(r)[[1]] * scale; s <- SE(r)[[1]] * scale
    reach <- qt(0.975, df) * s / (p * (1 - p))
    keep(variant, domain, measure, of, p, s, df, plogis(qlogis(p) - reach), plogis(qlogis(p) + reach))
  }
  ratio("H", "", "poor", "one"); ratio("M0", "", "ck", "one"); ratio("band", "vulnerable", "band", "one")
  some <- sum(design$variables$poor) > 0
  if (some) ratio("A", "", "ck", "poor")
  for (i in seq_along(d)) {
    ratio("hd", d[i], d[i], "one"); ratio("hdk", d[i], paste0(d[i], "k"), "one")
    ratio("actb", d[i], paste0(d[i], "k"), "one", w[i])
    if (some) ratio("pctb", d[i], paste0(d[i], "k"), "ck", w[i])
  }
  for (name in unique(dimension)) {
    design$variables$points <- as.vector(as.matrix(design$variables[paste0(d, "k")]) %*% (w * (dimension == name)))
    ratio("actb", name, "points", "one")
    if (some) ratio("pctb", name, "points", "ck")
  }
  if (some) {
    totals <- svytotal(~ck2 + ck + poor, design)
    v <- svycontrast(totals, quote(ck2 / poor - (ck / poor)^2))
    keep(variant, domain, "variance", "", coef(v)[[1]], SE(v)[[1]], df,
         coef(v)[[1]] - qt(0.975, df) * SE(v)[[1]], coef(v)[[1]] + qt(0.975, df) * SE(v)[[1]])
  }
}
depth_and_association <- function(design, variant, domain) {
  df <- degf(design)
  ratio <- function(measure, of, num, den, scale = 1) {
    r <- svyratio(named(num), named(den), design)
    keep(variant, domain, measure, of, coef(r)[[1]] * scale, SE(r)[[1]] * scale, df)
  }
  for (power in 1:2) {
    m <- paste0("m", power); upper <- paste0("M", power)
    ratio(upper, "", m, "one"); ratio(c("G", "S")[power], "", m, "ck")
    ratio(paste0("actb_", upper), "d1", paste0("d1", m), "one")
    ratio(paste0("pctb_", upper), "d1", paste0("d1", m), m)
    ratio(paste0("actb_", upper), "d4", "d4k", "one", w[4])
    ratio(paste0("pctb_", upper), "d4", "d4k", m, w[4])
  }
  ratio("H_destitute", "", "destitute", "one"); ratio("M0_destitute", "", "ckd", "one")
  ratio("A_destitute", "", "ckd", "destitute"); ratio("destitute_share", "", "destitute", "poor")
  for (pair in list(c("d1", "d2"), c("d3", "d6"), c("d2", "d5"))) {
    design$variables$a <- design$variables[[pair[1]]]; design$variables$b <- design$variables[[pair[2]]]
    design$variables$ab <- design$variables$a * design$variables$b
    totals <- svytotal(~one + a + b + ab, design)
    v <- svycontrast(totals, quote((ab / one - a / one * (b / one)) /
                                   sqrt(a / one * (1 - a / one) * (b / one) * (1 - b / one))))
    keep(variant, domain, "cramers_v", paste(pair, collapse = " "), coef(v)[[1]], SE(v)[[1]], df,
         coef(v)[[1]] - qt(0.975, df) * SE(v)[[1]], coef(v)[[1]] + qt(0.975, df) * SE(v)[[1]])
    rarer <- if (coef(totals)[["a"]] < coef(totals)[["b"]]) "a" else "b"
    r <- svyratio(~ab, named(rarer), design)
    keep(variant, domain, "redundancy", paste(pair, collapse = " "), coef(r)[[1]], SE(r)[[1]], df)
    ratio("both_deprived", paste(pair, collapse = " "), "ab", "one")
  }
}
of_whole <- function(design, variant, column, group) {
  v <- design$variables
  design$variables$in_group <- as.numeric(v[[column]] == group)
  for (name in c("one", "poor", "ck")) design$variables[[paste0(name, "_g")]] <- v[[name]] * design$variables$in_group
  for (m in list(c("population_share", "one"), c("poor_share", "poor"), c("M0_share", "ck"))) {
    r <- svyratio(named(paste0(m[2], "_g")), named(m[2]), design)
    keep(variant, group, m[1], "", coef(r)[[1]], SE(r)[[1]])
  }
}
first <- all_rows[all_rows$year == 2020, ]
designs <- function(rows) list(
  stratified = svydesign(~cluster, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE),
  fpc = svydesign(~cluster, strata = ~stratum, weights = ~weight, fpc = ~clusters_in_stratum, data = rows, nest = TRUE),
  simple = svydesign(~1, weights = ~weight, data = rows),
  records_in_strata = svydesign(~1, strata = ~stratum, weights = ~weight, data = rows),
  clusters_only = svydesign(~interaction(stratum, cluster), weights = ~weight, data = rows))
for (variant in names(designs(first))) {
  design <- designs(first)[[variant]]
  within_domain(design, variant, "all")
  for (r in c("north", "south", "island")) within_domain(subset(design, region == r), variant, r)
  for (a in c("urban", "rural")) { within_domain(subset(design, area == a), variant, a); of_whole(design, variant, "area", a) }
  for (r in c("north", "south", "island")) of_whole(design, variant, "region", r)
  depth_and_association(design, paste0(variant, "+"), "all")
  for (a in c("urban", "rural")) depth_and_association(subset(design, area == a), paste0(variant, "+"), a)
}
for (policy in c("adjust", "average", "certainty")) {
  options(survey.lonely.psu = policy)
  design <- svydesign(~cluster, strata = ~thin_stratum, weights = ~weight, data = first, nest = TRUE)
  within_domain(design, policy, "all")
  for (a in c("urban", "rural")) { within_domain(subset(design, area == a), policy, a); of_whole(design, policy, "area", a) }
}
options(survey.lonely.psu = "fail")

# svyciprop itself, for the logit interval
prop <- svyciprop(~poor, designs(first)$stratified, method = "logit", df = degf(designs(first)$stratified))
keep("svyciprop", "all", "H", "", as.numeric(prop), sqrt(attr(prop, "var")), degf(designs(first)$stratified),
     attr(prop, "ci")[[1]], attr(prop, "ci")[[2]])

# marks that are missing: both extremes, and records dropped
gaps <- list(d2 = first$number %% 7 == 0, d5 = first$number %% 11 == 3)
for (variant in c("stratified", "fpc")) {
  for (filled in 0:1) {
    rows <- first
    for (j in names(gaps)) rows[[j]][gaps[[j]]] <- filled
    design <- designs(scored(rows))[[variant]]
    name <- paste0(variant, c(" not_deprived", " deprived")[filled + 1])
    within_domain(design, name, "all")
    for (a in c("urban", "rural")) { within_domain(subset(design, area == a), name, a); of_whole(design, name, "area", a) }
  }
  design <- subset(designs(first)[[variant]], !(gaps$d2 | gaps$d5))
  name <- paste(variant, "drop")
  within_domain(design, name, "all")
  for (a in c("urban", "rural")) { within_domain(subset(design, area == a), name, a); of_whole(design, name, "area", a) }
}

# variance of the poor's scores within and between areas
split_by_area <- function(inside, domain) {
  for (a in c("urban", "rural")) for (name in c("poor", "ck", "ck2"))
    inside$variables[[paste(name, a, sep = "_")]] <- inside$variables[[name]] * (inside$variables$area == a)
  totals <- svytotal(~poor_urban + ck_urban + ck2_urban + poor_rural + ck_rural + ck2_rural + poor + ck + ck2, inside)
  within <- quote((poor_urban * (ck2_urban / poor_urban - (ck_urban / poor_urban)^2) +
                   poor_rural * (ck2_rural / poor_rural - (ck_rural / poor_rural)^2)) / poor)
  between <- quote((poor_urban * (ck_urban / poor_urban)^2 + poor_rural * (ck_rural / poor_rural)^2) / poor - (ck / poor)^2)
  for (part in c("within", "between")) {
    r <- svycontrast(totals, get(part))
    keep("inequality", domain, "variance", part, coef(r)[[1]], SE(r)[[1]], degf(inside))
  }
}
split_by_area(designs(first)$stratified, "all")
split_by_area(subset(designs(first)$stratified, region == "north"), "north")

# change and its decomposition: functions of totals on the stacked design
stacked <- function(rows, panel) if (panel)
  svydesign(~cluster, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE) else
  svydesign(~cluster, strata = ~interaction(stratum, year), weights = ~weight, data = rows, nest = TRUE)
for (panel in c(TRUE, FALSE)) for (domain in c("all", "rural")) {
  design <- stacked(all_rows, panel)
  if (domain != "all") design <- subset(design, area == domain)
  v <- design$variables
  for (t in 1:2) {
    now <- as.numeric(v$year == c(2020, 2022.5)[t])
    for (name in c("one", "poor", "ck", "d3", "d3k")) design$variables[[paste0(name, t)]] <- v[[name]] * now
    for (a in c("urban", "rural")) for (name in c("one", "poor", "ck"))
      design$variables[[paste0(name, "_", a, t)]] <- v[[name]] * now * (v$area == a)
  }
  names_of <- c(outer(c("one", "poor", "ck", "d3", "d3k"), 1:2, paste0))
  if (domain == "all") names_of <- c(names_of, outer(outer(c("one", "poor", "ck"), c("urban", "rural"), paste, sep = "_"), 1:2, paste0))
  totals <- svytotal(named(names_of), design)
  variant <- if (panel) "panel" else "independent"
  contrast <- function(measure, of, expression) {
    r <- svycontrast(totals, expression)
    keep(variant, domain, measure, of, coef(r)[[1]], SE(r)[[1]], degf(design))
  }
  for (m in list(c("H", "poor", "one", 1), c("M0", "ck", "one", 1), c("A", "ck", "poor", 1),
                 c("hd", "d3", "one", 1), c("actb", "d3k", "one", 2 / 12), c("pctb", "d3k", "ck", 2 / 12))) {
    at <- function(t) paste0("(", m[4], " * ", m[2], t, " / ", m[3], t, ")")
    q <- function(text) parse(text = text)[[1]]
    contrast(m[1], "absolute", q(paste(at(2), "-", at(1))))
    contrast(m[1], "relative", q(paste(at(2), "/", at(1), "- 1")))
    contrast(m[1], "annual_absolute", q(paste("(", at(2), "-", at(1), ") / 2.5")))
    contrast(m[1], "annual_relative", q(paste("(", at(2), "/", at(1), ")^(1 / 2.5) - 1")))
  }
  if (domain == "all") {
    contrast("M0", "incidence", quote((poor2/one2 - poor1/one1) * (ck1/poor1 + ck2/poor2) / 2))
    contrast("M0", "intensity", quote((ck2/poor2 - ck1/poor1) * (poor1/one1 + poor2/one2) / 2))
    for (m in list(c("H", "poor"), c("M0", "ck"))) {
      part <- function(a, which) {
        s <- function(t) paste0("(one_", a, t, " / one", t, ")")
        x <- function(t) paste0("(", m[2], "_", a, t, " / one_", a, t, ")")
        if (which == "population") paste0("(", s(2), " - ", s(1), ") * (", x(1), " + ", x(2), ") / 2")
        else paste0("(", x(2), " - ", x(1), ") * (", s(1), " + ", s(2), ") / 2")
      }
      for (which in c("population", "within_group")) {
        contrast(m[1], which, parse(text = paste(part("urban", which), "+", part("rural", which)))[[1]])
        contrast(m[1], paste0(which, "_urban"), parse(text = part("urban", which))[[1]])
      }
    }
  }
}
# the same of the other measures, of shares of groups, of a subpopulation, and effects in full
for (panel in c(TRUE, FALSE)) for (domain in c("all", "rural", "north")) {
  design <- stacked(all_rows, panel)
  if (domain == "rural") design <- subset(design, area == "rural")
  if (domain == "north") design <- subset(design, region == "north")
  design$variables$squared <- design$variables$ck2      # ck2 becomes the second round's ck
  sums <- c("one", "poor", "ck", "squared", "band", "m1", "m2", "destitute", "ckd")
  for (t in 1:2) {
    now <- as.numeric(design$variables$year == c(2020, 2022.5)[t])
    for (name in sums) {
      design$variables[[paste0(name, t)]] <- design$variables[[name]] * now
      for (a in c("urban", "rural"))
        design$variables[[paste0(name, "_", a, t)]] <- design$variables[[name]] * now * (design$variables$area == a)
    }
  }
  names_of <- c(outer(sums, 1:2, paste0))
  if (domain != "rural")
    names_of <- c(names_of, outer(outer(c("one", "poor", "ck"), c("urban", "rural"), paste, sep = "_"), 1:2, paste0))
  totals <- svytotal(named(names_of), design)
  variant <- paste0(if (panel) "panel" else "independent", "+")
  contrast <- function(measure, of, expression, where = domain, df = degf(design)) {
    r <- svycontrast(totals, parse(text = expression)[[1]])
    keep(variant, where, measure, of, coef(r)[[1]], SE(r)[[1]], df)
  }
  ways <- function(measure, at, ...) {
    contrast(measure, "absolute", paste(at(2), "-", at(1)), ...)
    contrast(measure, "relative", paste(at(2), "/", at(1), "- 1"), ...)
    contrast(measure, "annual_absolute", paste("(", at(2), "-", at(1), ") / 2.5"), ...)
    contrast(measure, "annual_relative", paste("(", at(2), "/", at(1), ")^(1 / 2.5) - 1"), ...)
  }
  share <- function(over, under) function(t) paste0("(", over, t, " / ", under, t, ")")
  for (m in list(c("M0", "ck", "one"), c("M1", "m1", "one"), c("M2", "m2", "one"), c("G", "m1", "ck"), c("S", "m2", "ck"),
                 c("H_destitute", "destitute", "one"), c("A_destitute", "ckd", "destitute"),
                 c("M0_destitute", "ckd", "one"), c("destitute_share", "destitute", "poor"), c("band", "band", "one")))
    ways(m[1], share(m[2], m[3]))
  ways("variance", function(t) paste0("(squared", t, " / poor", t, " - (ck", t, " / poor", t, ")^2)"))
  if (domain == "rural") next
  if (domain == "all") for (a in c("urban", "rural")) {
    own <- degf(subset(design, area == a))
    for (m in list(c("population_share", "one"), c("poor_share", "poor"), c("M0_share", "ck")))
      ways(m[1], share(paste0(m[2], "_", a), m[2]), where = a, df = own)
  }
  h <- share("poor", "one"); a0 <- share("ck", "poor")
  change <- function(of) paste0("(", of(2), " - ", of(1), ")")
  mean_of <- function(of) paste0("((", of(1), " + ", of(2), ") / 2)")
  contrast("M0", "incidence", paste(change(h), "*", mean_of(a0)))
  contrast("M0", "intensity", paste(change(a0), "*", mean_of(h)))
  effects <- function(a) {
    s <- function(t) paste0("(one_", a, t, " / one", t, ")")
    h <- share(paste0("poor_", a), paste0("one_", a)); m0 <- share(paste0("ck_", a), paste0("one_", a))
    intensity <- share(paste0("ck_", a), paste0("poor_", a))
    list(H = c(population = paste(change(s), "*", mean_of(h)), within_group = paste(change(h), "*", mean_of(s))),
         M0 = c(population = paste(change(s), "*", mean_of(m0)), within_group = paste(change(m0), "*", mean_of(s)),
                within_incidence = paste(change(h), "*", mean_of(intensity), "*", mean_of(s)),
                within_intensity = paste(change(intensity), "*", mean_of(h), "*", mean_of(s))))
  }
  urban <- effects("urban"); rural <- effects("rural")
  for (m in names(urban)) for (effect in names(urban[[m]])) {
    contrast(m, effect, paste(urban[[m]][effect], "+", rural[[m]][effect]))
    contrast(m, paste0(effect, "_urban"), urban[[m]][[effect]])
  }
}
write.csv(format(do.call(rbind, found), digits = 15, trim = TRUE), "expected.csv", row.names = FALSE, quote = FALSE)
