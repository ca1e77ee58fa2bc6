// The widgets of memories and their upkeep, on made-up data.
//
//   for (Scene &scene : memoryScenes()) all.push_back(std::move(scene));
#pragma once

#include "widgets/gallery/scenes.h"

namespace interlinear::widgets::gallery {

std::vector<Scene> memoryScenes();

}  // namespace interlinear::widgets::gallery
