// Every widget of the library in the situations that matter, each as a scene of its own.
//
//   for (const Scene &scene : scenes()) { auto widget = scene.make(theme); widget->resize(scene.size); widget->show(); }
#pragma once

#include "widgets/plot/theme.h"

#include <QSize>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace interlinear::widgets::gallery {

struct Scene {
    QString name;    ///< also the name of its picture
    QString title;
    QSize size;
    std::function<std::unique_ptr<QWidget>(const Theme &)> make;
};

std::vector<Scene> scenes();

}  // namespace interlinear::widgets::gallery
